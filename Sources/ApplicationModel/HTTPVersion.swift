/// An HTTP version, as a request or status line says it.
public struct HTTPVersion: Hashable, Sendable {
  public var major: UInt8
  public var minor: UInt8

  @inlinable
  public init(_ major: UInt8, _ minor: UInt8) {
    self.major = major
    self.minor = minor
  }

  /// A request without a version, and an answer without a head.
  public static let zeroNine = HTTPVersion(0, 9)
  public static let one = HTTPVersion(1, 0)
  public static let oneOne = HTTPVersion(1, 1)
  public static let two = HTTPVersion(2, 0)
  public static let three = HTTPVersion(3, 0)

  /// "1.1"; "2" and "3" have no minor version (RFC 9113 §1, RFC 9114 §1).
  public var text: String { major >= 2 ? String(major) : "\(major).\(minor)" }
}
