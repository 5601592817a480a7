public import Dissection
public import Octets
public import PacketModel

/// How a protocol that begins in the clear goes over to TLS: the client asks, the server consents, and both go on with TLS.
///
/// Nothing more of the protocol is read than that takes.
public protocol TLSPrelude: Sendable {
  static var id: ProtocolID { get }

  /// Whether one side's first octets are the protocol's; `other` is what the other side has said before, if nobody was sure of
  /// it either.
  static func recognise(_ octets: ByteView, answering other: ByteView) -> Recognition

  /// Where the line or message ends with which `octets` begin.
  static func unit(_ octets: ByteView, isClient: Bool) -> TLSPreludeUnit

  /// What a line or a message says; `tag` is that of the request for TLS which is not answered yet.
  static func saying(_ unit: ByteView, isClient: Bool, tag: [UInt8]?) -> TLSPreludeSaying
}

/// A line or a message of a prelude.
public enum TLSPreludeUnit: Hashable, Sendable {
  /// More octets would tell.
  case more
  /// It has so many octets, its end and its header included.
  case octets(Int)
}

/// What a line or a message of a prelude is.
public enum TLSPreludeSaying: Hashable, Sendable {
  case other
  /// The client asks for TLS, and gives its question a name, where the protocol has names for them.
  case request(tag: [UInt8])
  /// The client says that TLS begins now, and needs no answer.
  case start
  /// The server answers that TLS begins, or that it does not.
  case consent, refusal
  /// From here on nobody will ask for TLS.
  case over
}
