import ApplicationModel
import PacketModel

/// How long each flight of a handshake took, in nanoseconds; what is not known is nil.
struct TLSTiming {
  /// From the end of TCP's handshake to the ClientHello; of a connection's own session that nothing came before.
  var opening: Int64?
  /// From the ClientHello's first octet to its last; of the second one where the server asked for it.
  var clientHello: Int64?
  /// From there to the ServerHello: the network's round trip and what the server needed.
  var serverHello: Int64?
  /// From the ServerHello to the end of the server's flight.
  var serverFlight: Int64?
  /// From there to the client's Finished.
  var clientFinished: Int64?
  /// From there to the server's, where it comes last (TLS 1.2 and before, without resumption).
  var serverFinished: Int64?
  /// From the ClientHello's first octet to the last Finished.
  var handshake: Int64?

  init(_ session: TLSSession, opened: Timestamp?) {
    let times = session.times
    if session.nesting == 0, session.startTLS == nil { opening = Self.time(opened, times.clientHelloFirst?.time) }
    clientHello = Self.time(times.clientHelloFirst, times.clientHelloLast)
    serverHello = Self.time(times.clientHelloLast, times.serverHelloFirst)
    serverFlight = Self.time(times.serverHelloFirst, times.serverFlightLast)
    clientFinished = Self.time(times.serverFlightLast, times.clientFinished)
    if let client = times.clientFinished, let server = times.serverFinished, server.frame >= client.frame {
      serverFinished = Self.time(client, server)
    }
    guard session.isComplete else { return }
    handshake = Self.time(times.clientHelloFirst, Self.last(times.clientFinished, times.serverFinished))
  }

  var isEmpty: Bool {
    [opening, clientHello, serverHello, serverFlight, clientFinished, serverFinished].allSatisfy { $0 == nil }
  }

  /// The later of the two Finished; nothing unless both were seen.
  static func last(_ one: StreamPoint?, _ other: StreamPoint?) -> StreamPoint? {
    guard let one, let other else { return nil }
    return one.frame >= other.frame ? one : other
  }

  private static func time(_ start: StreamPoint?, _ end: StreamPoint?) -> Int64? { time(start?.time, end?.time) }

  private static func time(_ start: Timestamp?, _ end: Timestamp?) -> Int64? {
    guard let start, let end else { return nil }
    return end.nanoseconds(since: start)
  }
}
