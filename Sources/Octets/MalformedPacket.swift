/// Why a run of octets could not be read as the protocol it claims to be.
///
/// Three things are told apart: octets the *capture* did not keep (nobody's fault), octets that *break the format*,
/// and values the format has but the rules forbid.
public struct MalformedPacket: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// The packet had the octets; the snapshot length cut them off. Never counted as malformed.
    case cutByCapture(needed: Int, available: Int)
    /// The packet itself ends before its header does.
    case truncated(needed: Int, available: Int)
    /// A length field claims less than its own header, or more than its container.
    case badLength(field: StaticName, value: Int)
    case forbiddenValue(field: StaticName, value: UInt64)
    /// More nested headers than any real packet has; a limit of ours (`limit`), not of the format.
    case tooDeep(limit: Int)
    /// Not this protocol at all: the key that led here (a UDP port) was no more than a hint. Never counted as malformed;
    /// the octets stay as they were, for whoever else can read them.
    case notThisProtocol
  }

  public var reason: Reason
  /// Octets from the start of the frame (or stream) to the field at fault.
  public var offset: Int

  public init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  /// Whether only the snapshot length is to blame.
  public var isCutByCapture: Bool {
    if case .cutByCapture = reason { true } else { false }
  }
}

extension MalformedPacket: CustomStringConvertible {
  public var description: String {
    switch reason {
    case .cutByCapture(let needed, let available): "cut by the snapshot length: needs \(needed) octets, \(available) captured"
    case .truncated(let needed, let available): "needs \(needed) octets, has \(available)"
    case .badLength(let field, let value): "\(field) is \(value), which cannot be"
    case .forbiddenValue(let field, let value): "\(field) is \(value), which is not allowed"
    case .notThisProtocol: "not this protocol"
    case .tooDeep(let limit): "more than \(limit) headers in one frame"
    }
  }
}

/// A field's name, known when the program is built: cheap to carry in an error, comparable in a test.
public struct StaticName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  private let text: StaticString

  public init(stringLiteral text: StaticString) { self.text = text }

  public var description: String { text.description }

  public static func == (a: StaticName, b: StaticName) -> Bool { a.description == b.description }
  public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}
