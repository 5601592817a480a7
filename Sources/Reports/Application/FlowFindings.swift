import ApplicationModel
import Flows

/// What a user should know of a flow: what its readers found, and what its sessions and exchanges show.
///
/// Of a kind there is one finding a flow, however many messages it is of: it counts them, and names the frames of the first.
enum FlowFindings {
  static func all(_ finished: borrowing FinishedFlow) -> [Finding] {
    guard let facts = finished.application else { return [] }
    guard !facts.http.isEmpty || !facts.http2.isEmpty || !facts.tls.isEmpty else { return facts.findings }
    let roles = finished.roles
    let report = ConnectionReport(finished, client: roles.client)
    let hasEnded = ended(report)
    var tally = ExchangeTally()
    for log in facts.http {
      log.exchanges.look { index, exchange in
        // What a reset cut off is told of as such.
        let isCut = !log.streams.isEmpty && log.streams[index]?.reset != nil
        tally.look(at: exchange, hasEnded: hasEnded && !isCut, isCut: isCut)
      }
    }
    let known = Set(facts.findings.map(\.id))
    let http2 = HTTP2Findings.all(
      facts, HTTP2Account.all(facts, finished.analysis), client: facts.client ?? roles.client, end: finished.flow.lastTime)
    let grpc = GRPCFindings.all(facts, client: facts.client ?? finished.roles.client)
    return facts.findings
      + (TLSFindings.all(facts, report) + tally.findings + http2 + grpc).filter { !known.contains($0.id) }
  }

  /// Whether its ends said that nothing more comes: what is not there then was not sent.
  private static func ended(_ report: ConnectionReport?) -> Bool {
    switch report?.teardown {
    case .closed, .halfClosed, .reset: true
    case .timedOut, .open, nil: false
    }
  }
}

/// Exchanges with something to be told of, by kind.
private struct ExchangeTally {
  private var counts = [Int](repeating: 0, count: ExchangeFinding.allCases.count)
  private var frames = [[Int]](repeating: [], count: ExchangeFinding.allCases.count)

  /// Frames that a finding names.
  private static let namedFrames = 16

  var findings: [Finding] {
    ExchangeFinding.allCases.filter { counts[$0.rawValue] > 0 }.map { kind in
      let count = counts[kind.rawValue]
      return Finding(
        kind.id, kind.severity, count == 1 ? kind.text.one : "\(count) \(kind.text.many)",
        frames: Set(frames[kind.rawValue]).sorted(), values: [.init("count", .number(count))])
    }
  }

  mutating func look(at exchange: borrowing HTTPExchange, hasEnded: Bool, isCut: Bool) {
    // A tunnel has no end of its own.
    let hasEnded = hasEnded && exchange.tunnel == nil
    if let request = exchange.request { look(at: request.message, hasEnded: hasEnded) }
    if let response = exchange.response {
      look(at: response.message, hasEnded: hasEnded)
      if (500...599).contains(response.status) { note(.serverError, response.message.first.frame) }
    }
    let missing = (exchange.request?.message.missingOctets ?? 0) &+ (exchange.response?.message.missingOctets ?? 0)
    if missing > 0 || exchange.unpaired == .gap { note(.gap, exchange.firstFrame, exchange.response?.message.last.frame) }
    switch exchange.unpaired {
    case .noResponse where isCut: break
    case .noResponse: note(.noResponse, exchange.firstFrame, exchange.request?.message.last.frame)
    case .malformed: note(.malformed, exchange.firstFrame)
    case .gap, .captureStarted, .captureEnded, .noRequest, nil: break
    }
  }

  private mutating func look(at message: HTTPMessage, hasEnded: Bool) {
    let (first, last) = (message.first.frame, message.last.frame)
    if !message.oddities.isEmpty {
      for (oddity, kind) in ExchangeFinding.ofOddities where message.oddities.contains(oddity) {
        note(kind, first, kind == .badChunk ? last : nil)
      }
    }
    switch message.decodingProblem {
    case .damaged: note(.damagedBody, first, last)
    case .tooLarge: note(.oversizedBody, first, last)
    case .truncated where message.isComplete: note(.damagedBody, first, last)
    case .none, .truncated, .gap: break
    }
    let hasEnd = message.framing == .length || message.framing == .chunked || message.framing == .frames
    if hasEnded, hasEnd, !message.isComplete, message.missingOctets == 0 { note(.cutBody, first, last) }
  }

  private mutating func note(_ kind: ExchangeFinding, _ first: Int, _ last: Int? = nil) {
    counts[kind.rawValue] &+= 1
    for frame in [first, last ?? first] where frame > 0 && frames[kind.rawValue].count < Self.namedFrames {
      if frames[kind.rawValue].last != frame { frames[kind.rawValue].append(frame) }
    }
  }
}

/// What an exchange's facts may show. In the order in which a flow's findings are told.
private enum ExchangeFinding: Int, CaseIterable {
  case conflictingLengths, badTransferCoding, badPseudoField, connectionField, lengthMismatch, upperCaseName, badLength,
    spaceBeforeColon, badChunk, controlOctet, badField, bareLineFeed
  case obsoleteFolding, oversizedBody, damagedBody, cutBody, serverError, noResponse, malformed, gap

  static let ofOddities: [(HTTPMessage.Oddities, ExchangeFinding)] = [
    (.conflictingLengths, .conflictingLengths), (.badTransferCoding, .badTransferCoding), (.badLength, .badLength),
    (.spaceBeforeColon, .spaceBeforeColon), (.badChunk, .badChunk), (.controlOctet, .controlOctet), (.badField, .badField),
    (.bareLineFeed, .bareLineFeed), (.obsoleteFolding, .obsoleteFolding), (.badPseudoField, .badPseudoField),
    (.connectionField, .connectionField),
    (.lengthMismatch, .lengthMismatch), (.upperCaseName, .upperCaseName),
  ]

  var id: String {
    switch self {
    case .conflictingLengths: "http_conflicting_lengths"
    case .badTransferCoding: "http_bad_transfer_coding"
    case .badPseudoField: "http_bad_pseudo_field"
    case .connectionField: "http_connection_field"
    case .lengthMismatch: "http_length_mismatch"
    case .upperCaseName: "http_upper_case_name"
    case .badLength: "http_bad_length"
    case .spaceBeforeColon: "http_space_before_colon"
    case .badChunk: "http_bad_chunk"
    case .controlOctet: "http_control_octet"
    case .badField: "http_bad_field"
    case .bareLineFeed: "http_bare_line_feed"
    case .obsoleteFolding: "http_obsolete_folding"
    case .oversizedBody: "http_oversized_body"
    case .damagedBody: "http_damaged_body"
    case .cutBody: "http_cut_body"
    case .serverError: "http_server_error"
    case .noResponse: "http_no_response"
    case .malformed: "http_malformed"
    case .gap: "http_gap"
    }
  }

  var severity: Finding.Severity {
    switch self {
    case .conflictingLengths, .badTransferCoding, .serverError: .error
    case .badLength, .spaceBeforeColon, .badChunk, .controlOctet, .oversizedBody, .damagedBody, .cutBody, .noResponse,
      .malformed, .badPseudoField, .connectionField, .lengthMismatch, .upperCaseName:
      .warning
    case .badField, .bareLineFeed, .obsoleteFolding, .gap: .note
    }
  }

  /// Of one message, and of several, behind their number.
  var text: (one: String, many: String) {
    switch self {
    case .conflictingLengths:
      (
        "A message tells its length in two ways that may be read differently: request smuggling, perhaps.",
        "messages tell their length in two ways that may be read differently: request smuggling, perhaps."
      )
    case .badTransferCoding:
      (
        "A message has a Transfer-Encoding that does not tell where it ends.",
        "messages have a Transfer-Encoding that does not tell where they end."
      )
    case .badPseudoField:
      (
        "A message's pseudo-header fields are missing, repeated, unknown or in the wrong place.",
        "messages have pseudo-header fields that are missing, repeated, unknown or in the wrong place."
      )
    case .connectionField:
      (
        "A message has a field that HTTP/2 forbids, and that HTTP/1.1 reads differently: request smuggling, perhaps.",
        "messages have fields that HTTP/2 forbids, and that HTTP/1.1 reads differently: request smuggling, perhaps."
      )
    case .lengthMismatch:
      (
        "A body has another length than Content-Length says: request smuggling, perhaps.",
        "bodies have another length than Content-Length says: request smuggling, perhaps."
      )
    case .upperCaseName:
      (
        "A message has a field whose name has an upper-case letter, which HTTP/2 forbids.",
        "messages have fields whose names have upper-case letters, which HTTP/2 forbids."
      )
    case .badLength: ("A message has a Content-Length that is no number.", "messages have a Content-Length that is no number.")
    case .spaceBeforeColon:
      (
        "A message has a space between a field's name and its colon, which some readers drop and some keep.",
        "messages have a space between a field's name and its colon, which some readers drop and some keep."
      )
    case .badChunk: ("A message has a chunk that breaks the grammar.", "messages have chunks that break the grammar.")
    case .controlOctet: ("A message has a control octet in its head.", "messages have control octets in their heads.")
    case .badField:
      ("A message has a line in its head that is no field.", "messages have lines in their heads that are no fields.")
    case .bareLineFeed: ("A message ends lines with LF alone.", "messages end lines with LF alone.")
    case .obsoleteFolding: ("A message goes on with a field in the next line.", "messages go on with a field in the next line.")
    case .oversizedBody:
      (
        "A body decodes to more than the bound against decompression bombs.",
        "bodies decode to more than the bound against decompression bombs."
      )
    case .damagedBody: ("A body is not what its content coding says.", "bodies are not what their content coding says.")
    case .cutBody: ("The connection ended inside a body.", "bodies were cut short by the end of the connection.")
    case .serverError: ("A server answered with a 5xx status.", "answers of the server have a 5xx status.")
    case .noResponse:
      ("A request had no response when the connection ended.", "requests had no response when the connection ended.")
    case .malformed:
      ("Octets that are no HTTP stand where a message should.", "times octets that are no HTTP stand where a message should.")
    case .gap: ("The capture lacks octets of an exchange.", "exchanges of which the capture lacks octets.")
    }
  }
}
