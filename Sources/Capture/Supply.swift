/// What asking for more octets came to.
enum Supply {
  /// There are more in the window.
  case more
  /// There will never be more.
  case end
  /// The stop signal was raised while waiting.
  case stopped
}
