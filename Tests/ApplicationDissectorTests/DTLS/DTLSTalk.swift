import ApplicationDissectors
import ApplicationModel
import Dissection
import DissectorCatalog
import Octets
import PacketModel

/// What two sides say in datagrams; the client is the low endpoint. Frames count from 1, each 1 ms after the one before.
struct DTLSTalk: Sendable {
  struct Datagram: Sendable {
    var sender: Endpoint
    var octets: [UInt8]
    /// Octets that the capture cut off at its end.
    var missing = 0
  }

  var datagrams: [Datagram] = []

  mutating func client(_ records: [UInt8]...) { datagrams.append(Datagram(sender: .low, octets: Array(records.joined()))) }
  mutating func server(_ records: [UInt8]...) { datagrams.append(Datagram(sender: .high, octets: Array(records.joined()))) }

  /// What is told of it, from the first datagram on that anybody recognises.
  var facts: ApplicationFacts { facts(ApplicationOptions()) }

  func facts(_ options: ApplicationOptions) -> ApplicationFacts {
    let connection = StreamConnection(
      key: FlowKey.ordered(
        source: IPAddress(low: 1), sourcePort: 1000, destination: IPAddress(low: 2), destinationPort: 2000, version: .four,
        transport: .udp
      ).key, firstFrame: 1, depth: 0, client: .low)
    var reader: (any DatagramDissector)?
    var place = StreamPlace(frame: 0, time: Timestamp(nanoseconds: 0))
    for (index, datagram) in datagrams.enumerated() {
      place = StreamPlace(frame: index + 1, time: Timestamp(nanoseconds: Int64(index) * 1_000_000))
      let view = ByteView(datagram.octets.span, missing: datagram.missing)
      if reader == nil {
        reader = ApplicationRegistry.standard.reader(recognising: view, from: datagram.sender) {
          StreamContext(connection: connection, registry: .standard, options: options)
        }
      }
      reader?.receive(view, from: datagram.sender, at: place)
    }
    var facts = ApplicationFacts()
    reader?.finish(at: place)
    reader?.tell(&facts)
    return facts
  }

  var sessions: [TLSSession] { facts.tls }

  // MARK: - Records

  static func big(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
  }

  /// A record of DTLS 1.2 or before.
  static func record(_ type: UInt8, _ fragment: [UInt8], epoch: Int = 0, version: Int = 0xfefd) -> [UInt8] {
    [type] + big(version, 2) + big(epoch, 2) + [0, 0, 0, 0, 0, 1] + big(fragment.count, 2) + fragment
  }

  /// A handshake message, or a part of it.
  static func message(_ type: UInt8, _ sequence: Int, _ body: [UInt8], part: Range<Int>? = nil) -> [UInt8] {
    let part = part ?? 0..<body.count
    return [type] + big(body.count, 3) + big(sequence, 2) + big(part.lowerBound, 3) + big(part.count, 3) + body[part]
  }

  static func handshake(_ type: UInt8, _ sequence: Int, _ body: [UInt8], part: Range<Int>? = nil) -> [UInt8] {
    record(22, message(type, sequence, body, part: part))
  }

  static let changeCipherSpec = record(20, [1])
  static func finished(_ count: Int = 40) -> [UInt8] { record(22, Array(repeating: 0xaa, count: count), epoch: 1) }
  static func data(_ count: Int) -> [UInt8] { record(23, Array(repeating: 0xbb, count: count), epoch: 1) }
  static func alert(_ level: UInt8, _ description: UInt8) -> [UInt8] { record(21, [level, description]) }

  /// A record of DTLS 1.3, with length and a sequence number of 16 bits.
  static func ciphertext(_ epoch: Int, _ count: Int, connectionID: [UInt8] = []) -> [UInt8] {
    [UInt8(0x2c | epoch & 3) | (connectionID.isEmpty ? 0 : 0x10)] + connectionID + [0, 1] + big(count, 2)
      + Array(repeating: 0xcc, count: count)
  }

  // MARK: - Hellos

  static func clientHello(
    random: UInt8 = 1, sessionID: [UInt8] = [], cookie: [UInt8] = [], extensions: [UInt8] = []
  ) -> [UInt8] {
    let parts: [[UInt8]] = [
      [0xfe, 0xfd], Array(repeating: random, count: 32), [UInt8(sessionID.count)], sessionID, [UInt8(cookie.count)], cookie,
      [0, 4, 0xc0, 0x2b, 0xc0, 0x2f], [1, 0], big(extensions.count, 2), extensions,
    ]
    return Array(parts.joined())
  }

  static func serverHello(sessionID: [UInt8] = [], extensions: [UInt8] = []) -> [UInt8] {
    let parts: [[UInt8]] = [
      [0xfe, 0xfd], Array(repeating: 2, count: 32), [UInt8(sessionID.count)], sessionID, [0xc0, 0x2b, 0],
      big(extensions.count, 2), extensions,
    ]
    return Array(parts.joined())
  }

  static func extend(_ type: Int, _ content: [UInt8]) -> [UInt8] { big(type, 2) + big(content.count, 2) + content }

  static let verifyRequest: [UInt8] = [0xfe, 0xfd, 4, 1, 2, 3, 4]
  static let certificate: [UInt8] = [0, 0, 0]
}

extension TLSSession {
  /// The messages in short: `> 1 @1` from the client, frames from the first to the last.
  var told: [String] {
    messages.map { message in
      let frames =
        message.first.frame == message.last.frame
        ? "\(message.last.frame)"
        : "\(message.first.frame)-\(message.last.frame)"
      return "\(message.sender == client ? ">" : "<") \(message.type)\(message.isInferred ? "?" : "") @\(frames)"
    }
  }
}
