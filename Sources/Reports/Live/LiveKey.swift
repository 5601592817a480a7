/// A key of the terminal, as far as the live view knows keys.
public enum LiveKey: Hashable, Sendable {
  case character(Unicode.Scalar)
  case up, down, pageUp, pageDown, home, end
  case enter, escape, backspace
  /// The terminal has another size, or what stood on it is gone.
  case redraw
}

/// What a key asks of the view's owner.
public enum LiveAction: Hashable, Sendable {
  case none
  case redraw
  /// What is wanted of the flows has changed: survey them now, then redraw.
  case surveyNow
  case quit
}
