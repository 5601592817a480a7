/// Where the window of octets lent to a parser stands in the capture.
struct WindowPlace {
  /// Octets of the capture before the window's first.
  var base: Int
  /// Nothing follows the window, ever.
  var isFinal: Bool
}
