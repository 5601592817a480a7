public import ApplicationModel
public import Octets
public import PacketModel

/// Reads one application protocol in both directions of a UDP flow, datagram by datagram.
///
/// Sans-I/O: it is handed payloads in the order of the capture, reassembled where IP had to cut them. Datagrams may be lost,
/// repeated or late, and others than the protocol's may share the flow (RFC 7983), so each must be judged by itself. It must
/// bound what it keeps.
public protocol DatagramDissector: Sendable {
  /// The protocol's name in reports.
  static var id: ProtocolID { get }

  /// What a datagram is, one of the first of its side. A datagram is whole, so `maybe` is no answer.
  static func recognise(_ datagram: ByteView) -> Recognition

  /// A reader of a flow, from the datagram on that it recognised. Of the context, whether streams are from their start says
  /// nothing here.
  init(_ context: StreamContext)

  /// A datagram that `sender` sent. Its offset is 0; `missing` tells the octets that the capture cut off.
  mutating func receive(_ datagram: ByteView, from sender: Endpoint, at place: StreamPlace)

  /// The flow has ended: nothing more will come.
  mutating func finish(at place: StreamPlace)

  /// Nothing that may still come changes what it has to tell.
  var isDone: Bool { get }

  /// Octets of memory it holds, about.
  var memory: Int { get }

  /// Says what it found. Called once, when the flow has ended or it is done.
  mutating func tell(_ facts: inout ApplicationFacts)
}

extension DatagramDissector {
  public mutating func finish(at place: StreamPlace) {}
  public var isDone: Bool { false }
  public var memory: Int { 0 }
}

extension ApplicationRegistry {
  /// A reader of the flow whose datagram this is, where somebody knows it; `context` is made only then.
  public func reader(
    recognising datagram: ByteView, from sender: Endpoint, _ context: () -> StreamContext
  ) -> (any DatagramDissector)? {
    for type in datagrams {
      let recognition = type.recognise(datagram)
      guard recognition != .no, recognition != .maybe else { continue }
      var context = context()
      switch recognition {
      case .client: context.client = sender
      case .server: context.client = sender.other
      case .either, .maybe, .no: break
      }
      return type.init(context)
    }
    return nil
  }
}
