import ApplicationModel
import Dissection
import Octets

/// Reads what passes on one stream as gRPC.
struct GRPCCallReader: Sendable {
  private var found: GRPCCall

  /// Nothing where the exchange is no gRPC call: neither head's content-type is `application/grpc…`. Called when the request's
  /// head has come, or the response's where the request's was not seen.
  init?(_ exchange: borrowing HTTPExchange, _ log: borrowing HTTPLog, _ options: ApplicationOptions) {
    return nil
  }

  /// The response's head has come, interim ones aside.
  mutating func beginResponse(_ exchange: borrowing HTTPExchange, _ log: borrowing HTTPLog) {}

  /// The next octets of a side's body: DATA without padding.
  mutating func receive(_ octets: ByteView, isRequest: Bool, at point: StreamPoint) {}

  /// Octets of a side's body that the capture lacks.
  mutating func skip(_ count: Int, isRequest: Bool, at point: StreamPoint) {}

  /// A side's body has ended: whole (END_STREAM), or not.
  mutating func finish(isRequest: Bool, isComplete: Bool, at point: StreamPoint) {}

  /// What is to be told; the exchange is as it will be reported, its trailers read.
  mutating func call(_ exchange: borrowing HTTPExchange, _ log: borrowing HTTPLog) -> GRPCCall { found }

  /// Octets held, about.
  var memory: Int { found.memory }
}
