import ApplicationModel
import Flows
import PacketModel

/// Writes a TLS session (`tls`, `tls_inner[]`): what was agreed on, how long it took, who ended it, what could be read.
///
/// Public values only: randoms, names, lengths. A session's model holds no secret, so none can be written.
enum TLSRecord {
  typealias Context = ApplicationRecord.Context

  static func write(_ session: TLSSession, _ context: Context, to json: inout JSONWriter) {
    if session.isDatagram { json.member("datagram", true) }
    json.member("nesting", unlessZero: session.nesting)
    json.member("via_exchange", session.tunnel)
    if let start = session.startTLS { json.object("start_tls") { write(start, to: &$0) } }
    agreement(session, context, to: &json)
    hellos(session, context, to: &json)
    let timing = TLSTiming(session, opened: context.connection?.openedAt)
    if let time = timing.handshake { json.member("handshake_s", nanoseconds: time) }
    json.member("complete", session.isComplete)
    write(timing, session.times, to: &json)
    json.member("plaintext_answer_frame", session.plaintextAnswer?.frame)
    if let failure = session.failure { json.object("failure") { write(failure, context, to: &$0) } }
    TLSCertificateRecord.write(session.certificates, context, to: &json)
    json.member("certificate_request_frame", session.certificateRequest?.frame)
    TLSRecordEvents.write(session, context, to: &json)
    TLSRecordSides.write(session, isReversed: context.client != session.client, to: &json)
  }

  // MARK: - What was agreed on

  private static func agreement(_ session: TLSSession, _ context: Context, to json: inout JSONWriter) {
    json.member("version", word: session.version.map(\.name))
    json.member("cipher", word: session.cipherSuite.map(\.name))
    json.member("cipher_id", session.cipherSuite.map { Int($0.rawValue) })
    json.member("group", word: session.serverHello?.group.map(\.name))
    json.member("server_name", octets: session.serverName?[...])
    let offered = (session.secondClientHello ?? session.clientHello)?.protocols ?? []
    if !offered.isEmpty || session.selectedProtocol != nil {
      json.object("alpn") { json in
        json.array("offered") { json in
          for name in offered { json.element(octets: name[...]) }
        }
        json.member("selected", octets: session.selectedProtocol?[...])
      }
    }
    if session.resumption != .unknown { json.member("resumed", session.resumption != .full) }
    json.member("resumption", word: name(session.resumption))
    guard let hello = session.clientHello else { return }
    if session.clientHello != nil { json.member("early_data", word: name(session.earlyData)) }
    json.member("ech", hello.encryptedClientHello != nil)
    if hello.random.contains(where: { $0 != 0 }) { json.member("client_random", hexadecimal: hello.random) }
  }

  private static func hellos(_ session: TLSSession, _ context: Context, to json: inout JSONWriter) {
    let client = context.name(session.client)
    let server = context.name(session.client.other)
    if let hello = session.clientHello {
      json.object("client_hello") { TLSHelloRecord.write(hello, from: client, to: &$0) }
    }
    json.member("hello_verify_request_frame", session.helloVerifyRequest?.frame)
    if let hello = session.helloRetryRequest {
      json.object("hello_retry_request") { TLSHelloRecord.write(hello, from: server, to: &$0) }
    }
    if let hello = session.secondClientHello {
      json.object("second_client_hello") { TLSHelloRecord.write(hello, from: client, to: &$0) }
    }
    if let hello = session.serverHello {
      json.object("server_hello") { TLSHelloRecord.write(hello, from: server, to: &$0) }
    }
  }

  private static func write(_ start: TLSSession.StartTLS, to json: inout JSONWriter) {
    json.member("protocol", word: start.name)
    json.member("request_frame", start.request.frame)
    json.member("response_frame", start.response?.frame)
  }

  // MARK: - How it went

  private static func write(_ timing: TLSTiming, _ times: TLSSession.Times, to json: inout JSONWriter) {
    guard !timing.isEmpty else { return }
    json.object("timing") { json in
      for (key, time) in [
        ("tcp_to_client_hello_s", timing.opening), ("client_hello_s", timing.clientHello),
        ("server_hello_s", timing.serverHello), ("server_flight_s", timing.serverFlight),
        ("client_finished_s", timing.clientFinished), ("server_finished_s", timing.serverFinished),
      ] {
        if let time { json.member(key, nanoseconds: time) }
      }
      json.object("frames") { json in
        json.member("client_hello", times.clientHelloFirst?.frame)
        json.member("client_hello_last", times.clientHelloLast?.frame)
        json.member("server_hello", times.serverHelloFirst?.frame)
        json.member("server_flight_last", times.serverFlightLast?.frame)
        json.member("client_finished", times.clientFinished?.frame)
        json.member("server_finished", times.serverFinished?.frame)
        json.member("client_data", times.clientData?.frame)
        json.member("server_data", times.serverData?.frame)
      }
    }
  }

  private static func write(_ failure: TLSSession.Failure, _ context: Context, to json: inout JSONWriter) {
    json.member("stage", word: failure.stage.rawValue)
    json.member("reason", word: failure.reason.rawValue)
    json.member("sender", word: failure.ender(context.connection).map(context.name))
    json.array("frames") { json in
      for frame in failure.frames { json.element(frame) }
    }
  }

  // MARK: - Words

  /// Nothing where the server's answer was not seen.
  static func name(_ resumption: TLSSession.Resumption) -> String? {
    switch resumption {
    case .unknown: nil
    case .full: "full"
    case .sessionID: "session_id"
    case .ticket: "ticket"
    case .psk: "psk"
    }
  }

  static func name(_ earlyData: TLSSession.EarlyData) -> String {
    switch earlyData {
    case .none: "none"
    case .offered: "offered"
    case .accepted: "accepted"
    case .rejected: "rejected"
    }
  }
}
