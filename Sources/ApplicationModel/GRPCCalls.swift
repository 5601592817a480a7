/// The gRPC calls among a log's exchanges: by the exchange, and one behind the other, so that none is moved about when more
/// come.
public struct GRPCCalls: Sendable {
  private var list: [GRPCCall] = []
  private var places: [Int: Int] = [:]
  /// Octets of memory, about.
  public private(set) var memory = 0

  public init() {}

  public var isEmpty: Bool { list.isEmpty }

  /// The call that an exchange is, by the exchange's index in its log.
  public subscript(exchange: Int) -> GRPCCall? {
    get { list.isEmpty ? nil : places[exchange].map { list[$0] } }
    set {
      guard let call = newValue else { return places[exchange] = nil }
      memory &+= call.memory &+ MemoryLayout<GRPCCall>.stride
      places[exchange] = list.count
      list.append(call)
    }
  }

  /// Whether a call has anything but success to tell of: most have not, and need not be looked at further.
  public func isQuiet(_ exchange: Int) -> Bool {
    guard let place = places[exchange] else { return true }
    return list[place].status == 0 && list[place].timeout == nil && list[place].faults == 0
  }
}
