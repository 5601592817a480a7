public import PacketModel

/// Where what was decrypted goes whole, when somebody wants it; called on the worker that owns the flow, octets of a side in
/// their order.
///
/// `nesting` tells sessions of one flow apart: 0 is the connection's own, what a tunnel carries is deeper.
public protocol PlaintextSink: Sendable {
  func add(_ octets: Span<UInt8>, from sender: Endpoint, at point: StreamPoint, flow: (frame: Int, depth: UInt8), nesting: Int)
  /// The next octets that `sender` sent cannot be told: missing in the capture, or protected and not decrypted. `count` is
  /// how many, as far as that is known; of protected ones, as they were sent.
  func skip(
    _ count: Int, from sender: Endpoint, at point: StreamPoint, flow: (frame: Int, depth: UInt8), nesting: Int)
}
