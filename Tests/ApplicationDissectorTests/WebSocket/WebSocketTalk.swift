import ApplicationDissectors
import ApplicationModel
import Dissection
import Octets
import PacketModel

/// What a session's two sides send, step by step, and how the network cuts it.
struct WebSocketTalk: Sendable {
  enum Step: Sendable {
    case client([UInt8]), server([UInt8])
    case clientGap(Int), serverGap(Int)
    case clientEnds, serverEnds
    case end(Endpoint, StreamEnding)
  }

  var upgrade: Handover.Upgrade?
  var steps: [Step]
  var options = ApplicationOptions()

  init(_ steps: [Step], upgrade: Handover.Upgrade? = WebSocketTalk.upgrade()) {
    self.steps = steps
    self.upgrade = upgrade
  }

  /// RFC 6455 §1.3's key and its answer, and extensions both ways.
  static func upgrade(
    offers: String? = nil, agrees: String? = nil, request: [(name: String, value: [UInt8])] = [],
    response: [(name: String, value: [UInt8])] = []
  ) -> Handover.Upgrade {
    var upgrade = Handover.Upgrade()
    upgrade.frames = [1, 2]
    upgrade.request =
      [
        ("upgrade", Array("websocket".utf8)), ("sec-websocket-version", Array("13".utf8)),
        ("sec-websocket-key", Array("dGhlIHNhbXBsZSBub25jZQ==".utf8)),
      ] + request
    upgrade.response = [("sec-websocket-accept", Array("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=".utf8))] + response
    if let offers { upgrade.request.append(("sec-websocket-extensions", Array(offers.utf8))) }
    if let agrees { upgrade.response.append(("sec-websocket-extensions", Array(agrees.utf8))) }
    return upgrade
  }

  static func deflate(_ agrees: String = "permessage-deflate") -> Handover.Upgrade {
    upgrade(offers: "permessage-deflate; client_max_window_bits", agrees: agrees)
  }

  // MARK: - Reading

  /// The client is the low end. Each step is a frame from 3 on and a segment, handed on in pieces of `chunk` octets.
  func read(chunk: Int? = nil) -> ApplicationFacts {
    var dissector = make()
    for (index, step) in steps.enumerated() {
      let place = Self.place(index + 3)
      switch step {
      case .client(let octets): Self.receive(octets, .low, place, chunk, &dissector)
      case .server(let octets): Self.receive(octets, .high, place, chunk, &dissector)
      case .clientGap(let count): Self.skip(count, .low, place, chunk, &dissector)
      case .serverGap(let count): Self.skip(count, .high, place, chunk, &dissector)
      case .clientEnds: dissector.finish(.low, .closed, at: place)
      case .serverEnds: dissector.finish(.high, .closed, at: place)
      case .end(let sender, let ending): dissector.finish(sender, ending, at: place)
      }
    }
    return Self.facts(&dissector)
  }

  func make() -> any StreamDissector {
    let key = FlowKey(
      lowAddress: IPAddress(low: 1), highAddress: IPAddress(low: 2), lowPort: 1, highPort: 2, version: .four, transport: .tcp)
    let connection = StreamConnection(key: key, firstFrame: 1, depth: 0, client: .low)
    var context = StreamContext(connection: connection, registry: ApplicationRegistry(), options: options)
    if let upgrade { context.handover = Handover(upgrade: upgrade, exchange: 0) }
    return WebSocketDissector(context)
  }

  static func place(_ frame: Int, acknowledged: Int? = nil) -> StreamPlace {
    StreamPlace(
      frame: frame, time: Timestamp(nanoseconds: Int64(frame) * 1_000_000), acknowledged: acknowledged, isSegmentStart: true)
  }

  static func receive(
    _ octets: [UInt8], _ sender: Endpoint, _ place: StreamPlace, _ chunk: Int?, _ dissector: inout any StreamDissector
  ) {
    var rest = ByteView(octets.span)
    var place = place
    while !rest.isEmpty {
      let piece = rest.prefix(chunk ?? rest.count)
      dissector.receive(piece, from: sender, at: place)
      rest = rest.dropping(piece.count)
      place.isSegmentStart = false
    }
  }

  static func skip(
    _ count: Int, _ sender: Endpoint, _ place: StreamPlace, _ chunk: Int?, _ dissector: inout any StreamDissector
  ) {
    var rest = count
    while rest > 0 {
      let piece = min(chunk ?? rest, rest)
      dissector.skip(piece, from: sender, at: place)
      rest -= piece
    }
  }

  static func facts(_ dissector: inout any StreamDissector) -> ApplicationFacts {
    var facts = ApplicationFacts()
    dissector.tell(&facts)
    return facts
  }
}

// MARK: - Frames

/// A frame as a server sends it, or a client when it has a key.
func frame(_ opcode: UInt8, _ payload: [UInt8], final: Bool = true, reserved: UInt8 = 0, key: UInt32? = nil) -> [UInt8] {
  let bit: UInt8 = key == nil ? 0 : 0x80
  var octets = [(final ? 0x80 : 0) | reserved << 4 | opcode]
  switch payload.count {
  case ...125: octets.append(bit | UInt8(payload.count))
  case ...0xffff: octets += [bit | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
  default: octets += [bit | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
  }
  guard let key else { return octets + payload }
  let mask = (0..<4).map { UInt8(truncatingIfNeeded: key >> (24 - 8 * UInt32($0))) }
  return octets + mask + payload.enumerated().map { $1 ^ mask[$0 & 3] }
}

/// The key that clients of these tests use.
let clientKey: UInt32 = 0x37fa_213d

func frame(_ opcode: UInt8, _ text: String, final: Bool = true, reserved: UInt8 = 0, key: UInt32? = nil) -> [UInt8] {
  frame(opcode, Array(text.utf8), final: final, reserved: reserved, key: key)
}

/// A Close frame's payload.
func closing(_ code: Int, _ reason: String = "") -> [UInt8] { [UInt8(code >> 8), UInt8(code & 255)] + Array(reason.utf8) }

func octets(_ hex: String) -> [UInt8] {
  let digits = hex.filter { !$0.isWhitespace }.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

// MARK: - What was read, in lines

extension ApplicationFacts {
  /// One line for everything that a session tells, for tables to be compared with.
  var webSocketLines: [String] {
    webSockets.flatMap(\.lines)
      + findings.map { finding in
        let values = finding.values.map { entry -> String in
          switch entry.value {
          case .number(let number): "\(entry.key)=\(number)"
          case .text(let text): "\(entry.key)=\(text)"
          }
        }
        return (["!", finding.id] + values + ["frames=\(finding.frames.map(String.init).joined(separator: ","))"])
          .joined(separator: " ")
      }
  }
}

extension WebSocketSession {
  var lines: [String] {
    var lines: [String] = []
    for message in messages {
      var words = [side(message.sender), "\(message.opcode)", "\(message.octets)"]
      if message.octets <= 32 { words.append("'\(String(decoding: message.preview, as: UTF8.self))'") }
      if message.fragments != 1 { words.append("fragments=\(message.fragments)") }
      if message.isCompressed { words.append("compressed=\(message.wireOctets)") }
      if !message.isComplete { words.append("incomplete") }
      if message.missingOctets > 0 { words.append("missing=\(message.missingOctets)") }
      if message.decodingProblem != .none { words.append("\(message.decodingProblem)") }
      words.append("frames=\(message.first.frame)-\(message.last.frame)")
      lines.append(words.joined(separator: " "))
    }
    for ping in pings {
      lines.append("\(side(ping.sender)) ping \(ping.octets) \(ping.point.frame)->\(ping.pong.map { "\($0.frame)" } ?? "none")")
    }
    if client.unsolicitedPongs > 0 { lines.append("client unsolicited \(client.unsolicitedPongs)") }
    if server.unsolicitedPongs > 0 { lines.append("server unsolicited \(server.unsolicitedPongs)") }
    for close in [close, closeAnswer].compactMap({ $0 }) {
      let code = close.code.map { "\($0)" } ?? "none"
      lines.append(
        "\(side(close.sender)) close \(code) '\(String(decoding: close.reason, as: UTF8.self))' \(close.point.frame)")
    }
    if missingOctets > 0 { lines.append("missing \(missingOctets)") }
    if unreadOctets > 0 { lines.append("unread \(unreadOctets)") }
    return lines
  }

  private func side(_ sender: Endpoint) -> String { sender == .low ? "client" : "server" }
}
