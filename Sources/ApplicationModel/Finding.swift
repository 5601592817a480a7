/// Something in a connection that a user should know of: a violation, a risk, a failure.
public struct Finding: Hashable, Sendable {
  public enum Severity: String, Hashable, Sendable { case note, warning, error }

  /// A number or a word of a finding.
  public enum Value: Hashable, Sendable {
    case number(Int)
    case text(String)
  }

  /// A stable slug, such as `http_conflicting_lengths`.
  public var id: String
  public var severity: Severity
  /// One plain sentence. What it quotes of the network is bounded, and escaped where it is written.
  public var text: String
  /// The frames that prove it, ascending.
  public var frames: [Int]
  /// Ordered, so that the same input gives the same octets.
  public var values: [Entry]

  public struct Entry: Hashable, Sendable {
    public var key: String
    public var value: Value

    public init(_ key: String, _ value: Value) {
      self.key = key
      self.value = value
    }
  }

  public init(_ id: String, _ severity: Severity, _ text: String, frames: [Int], values: [Entry] = []) {
    self.id = id
    self.severity = severity
    self.text = text
    self.frames = frames
    self.values = values
  }

  /// Findings that one connection may have: a hostile peer makes one of every octet.
  public static let maximum = 256
}
