/// A gRPC call: what passes on one HTTP stream as length-prefixed messages (gRPC over HTTP/2).
public struct GRPCCall: Sendable {
  public init() {}
}
