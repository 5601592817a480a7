/// What one call of a library's decoder did.
struct StreamStep: Hashable, Sendable {
  enum Outcome: Hashable, Sendable {
    /// The stream goes on. When the room for output was used up there may be more, even without further input.
    case goesOn(isFull: Bool)
    /// The end of a member, a frame or a whole stream; octets left over stand behind it.
    case ended
    case failed(DecompressionError)
  }

  /// Octets of the input that were taken.
  var consumed: Int
  var outcome: Outcome
}
