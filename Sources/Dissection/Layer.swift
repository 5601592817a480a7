public import Octets
public import PacketModel

/// One protocol's header, read from the front of a packet.
///
/// A layer is a pure function of the octets it is lent: no I/O, no clock, no state. Its value holds the decoded facts in wire
/// order. The same reading serves both ways through the program: `contribute` hands the few facts that flows need to the
/// fast path, `describe` lists every field for `weir packets`.
public protocol Layer: Sendable {
  /// The protocol's place in layer paths.
  static var id: ProtocolID { get }

  /// Reads the header. When it returns, `octets` has shrunk to the payload, without padding or trailer. When it throws, the
  /// driver keeps the layers found so far, records the error beside them, and reads no further.
  init(parsing octets: inout ByteView) throws(MalformedPacket)

  /// Who reads the payload.
  var next: LayerKey { get }

  /// Adds what flows need to know.
  func contribute(to facts: inout PacketFacts)

  /// Lists every header field with its octet range. `header` is the header as captured; `facts` are those of the packet up to
  /// and including this layer, `payload` what follows (for checksums).
  func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter)

  /// What is well formed in the reading but breaks the format's rules, to be counted as malformed though reading goes on:
  /// a length field that claims more than the frame has, say.
  var fault: MalformedPacket? { get }
}

extension Layer {
  @inlinable public func contribute(to facts: inout PacketFacts) {}
  @inlinable public var fault: MalformedPacket? { nil }
}
