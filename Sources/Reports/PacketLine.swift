public import Analysis
import Capture
import Dissection
public import DissectorCatalog
import Flows
import Octets
public import PacketModel

/// Prints packets as one line each, the way users of tcpdump and Wireshark know them:
///
///     12  20:06:00.000123  10.0.0.1:42162 > 10.0.0.2:80  TCP [P.] seq 1:501, ack 1, win 64, len 500
///
/// A tunnelled packet stands behind its tunnel's, the outermost first, with ` / ` between.
public struct PacketLine: Sendable {
  /// How lines are printed.
  public struct Style: Sendable {
    public var time = PacketTime.clock
    /// Sequence numbers as sent, instead of counted from the beginning of the connection.
    public var absoluteSequence = false
    public var colour = false

    public init() {}
  }

  let style: Style
  var sequences = RelativeSequences()
  private var times: PacketTimePrinter

  public init(_ style: Style = Style()) {
    self.style = style
    times = PacketTimePrinter(style.time)
  }

  /// Appends the packet's line without its end. `routes` are the inspector's.
  public mutating func write(
    _ packet: borrowing InspectedPacket, _ frame: PacketRun.Frame, routes: @autoclosure () -> [EncapsulationTable.Entry],
    to text: inout [UInt8]
  ) {
    writeNumber(frame.number, to: &text)
    paint(.faint, &text)
    times.append(frame.record.time, nanoseconds: frame.isTimedInNanoseconds, to: &text)
    plain(&text)
    text.append("  ")
    var way = Way()
    for index in packet.transports.indices where packet.transports[index].kind != .icmpError {
      if index > 0 { text.append(" / ") }
      let route = packet.transports[index].facts.route
      if route != 0 { way.write(route, routes(), to: &text) }
      write(packet.transports[index], isLast: index == packet.transports.count - 1, of: packet, to: &text)
    }
    writeRest(packet, &way, routes, to: &text)
    writeTags(packet, to: &text)
  }

  private func writeNumber(_ number: Int, to text: inout [UInt8]) {
    var digits = 1
    var power = 10
    while digits < 6, number >= power {
      digits += 1
      power *= 10
    }
    for _ in digits..<6 { text.append(UInt8(ascii: " ")) }
    text.append(decimal: number)
    text.append("  ")
  }

  // MARK: - A transport header

  private mutating func write(
    _ transport: InspectedTransport, isLast: Bool, of packet: borrowing InspectedPacket, to text: inout [UInt8]
  ) {
    let facts = transport.facts
    switch transport.kind {
    case .tcp:
      text.append(source: facts, withPorts: true)
      writeTCP(transport, to: &text)
    case .udp:
      text.append(source: facts, withPorts: true)
      text.append(facts.ipProtocol == .udpLite ? "UDP-Lite" : "UDP")
      // Of a tunnel, what is inside tells more.
      if packet.layers.count == transport.layers {
        text.append(", len ")
        text.append(decimal: transport.payloadLength)
      }
    case .sctp:
      text.append(source: facts, withPorts: true)
      text.append("SCTP, len ")
      text.append(decimal: transport.payloadLength)
    case .icmp:
      text.append(source: facts, withPorts: false)
      writeICMP(transport, packet, to: &text)
    case .other, .icmpError:
      text.append(source: facts, withPorts: false)
      // Where the protocol's header is the last one read, the rest of the line tells of it.
      if !isLast || !Self.endsItself(transport, packet) {
        text.append(ipProtocol: facts.ipProtocol)
        if isLast, packet.layers.count == transport.layers {
          text.append(", len ")
          text.append(decimal: transport.payloadLength)
        }
      }
    }
  }

  /// Whether an IP protocol without ports has one header, and no other packet in it.
  private static func endsItself(_ transport: InspectedTransport, _ packet: borrowing InspectedPacket) -> Bool {
    guard transport.kind == .other, packet.layers.count == transport.layers + 1 else { return false }
    let id = packet.layers[transport.layers].id
    return id != .ipv4 && id != .ipv6
  }

  // MARK: - What stands behind the last transport header, or instead of one

  private func writeRest(
    _ packet: borrowing InspectedPacket, _ way: inout Way, _ routes: () -> [EncapsulationTable.Entry], to text: inout [UInt8]
  ) {
    let first = packet.transports.last?.layers ?? 0
    if packet.transports.last?.kind == .icmpError { return }
    var rest = first
    while rest < packet.layers.count, packet.layers[rest].isQuoted { rest += 1 }
    guard rest < packet.layers.count || packet.transports.isEmpty else { return }
    if let last = packet.transports.last, !Self.endsItself(last, packet) { text.append(" / ") }
    let facts = packet.facts
    if facts.route != 0 { way.write(facts.route, routes(), to: &text) }
    let layers = packet.layers
    let network = layers[rest...].last { $0.id == .ipv4 || $0.id == .ipv6 }
    if network != nil {
      text.append(source: facts, withPorts: false)
      if facts.isFragment, packet.datagram == nil { return writeFragment(packet, to: &text) }
    } else if packet.transports.isEmpty, layers.last?.id != .arp, let source = facts.sourceMAC {
      text.append(text: source.description)
      if let destination = facts.destinationMAC {
        text.append(" > ")
        text.append(text: destination.description)
      }
      text.append("  ")
    }
    // Of a header that only says what follows, what follows says enough.
    let isCarrier = layers.last.map { $0.id == .ethernet || $0.id == network?.id } ?? true
    if network != nil, isCarrier, packet.malformed != nil {
      text.append(ipProtocol: facts.ipProtocol)
    } else if let last = layers.last, !isCarrier || packet.leaf == .none {
      text.append(brief: last)
    }
    writeLeaf(packet, isAlone: isCarrier, to: &text)
  }

  private func writeFragment(_ packet: borrowing InspectedPacket, to text: inout [UInt8]) {
    let facts = packet.facts
    text.append(ipProtocol: facts.ipProtocol)
    text.append(" fragment, id ")
    text.append(decimal: Int(facts.identification))
    text.append(", offset ")
    text.append(decimal: facts.fragmentOffset)
    text.append(", len ")
    text.append(decimal: packet.payloadLength)
    if facts.moreFragments { text.append(", more") }
  }

  private func writeLeaf(_ packet: borrowing InspectedPacket, isAlone: Bool, to text: inout [UInt8]) {
    if packet.leaf != .none {
      if !isAlone { text.append(" ") }
      text.append(key: packet.leaf)
    }
    if packet.payloadLength > 0 {
      text.append(", len ")
      text.append(decimal: packet.payloadLength)
    }
  }

  // MARK: - What is wrong

  private func writeTags(_ packet: borrowing InspectedPacket, to text: inout [UInt8]) {
    if let datagram = packet.datagram {
      text.append(" [reassembled from ")
      text.append(decimal: datagram.frames)
      text.append(" frames, the first ")
      text.append(decimal: datagram.firstFrame)
      text.append("]")
    }
    for layer in packet.badChecksums {
      tag(.alarm, &text) { text in
        text.append("bad ")
        text.append(text: layer.name)
        text.append(" checksum")
      }
    }
    for fault in packet.faults { writeMalformed(fault.error, fault.layer, to: &text) }
    guard let malformed = packet.malformed else { return }
    guard malformed.error.isCutByCapture else { return writeMalformed(malformed.error, malformed.layer, to: &text) }
    tag(.warning, &text) { text in
      text.append("cut")
      if let layer = malformed.layer {
        text.append(": ")
        text.append(text: layer.name)
      }
    }
  }

  private func writeMalformed(_ error: MalformedPacket, _ layer: ProtocolID?, to text: inout [UInt8]) {
    tag(.alarm, &text) { text in
      text.append("malformed")
      if let layer {
        text.append(" ")
        text.append(text: layer.name)
      }
      text.append(": ")
      text.append(text: error.description)
    }
  }

  private func tag(_ colour: Colour, _ text: inout [UInt8], _ body: (inout [UInt8]) -> Void) {
    text.append(" ")
    paint(colour, &text)
    text.append("[")
    body(&text)
    text.append("]")
    plain(&text)
  }

  // MARK: - Colour

  enum Colour { case faint, warning, alarm }

  func paint(_ colour: Colour, _ text: inout [UInt8]) {
    guard style.colour else { return }
    switch colour {
    case .faint: text.append("\u{1b}[2m")
    case .warning: text.append("\u{1b}[33m")
    case .alarm: text.append("\u{1b}[31m")
    }
  }

  func plain(_ text: inout [UInt8]) {
    if style.colour { text.append("\u{1b}[0m") }
  }
}

/// The VLANs and tunnels a line has told of already.
private struct Way {
  private var told: [Encapsulation] = []

  /// Tells of what a route has more than those before it.
  mutating func write(_ route: UInt32, _ routes: [EncapsulationTable.Entry], to text: inout [UInt8]) {
    let chain = routes.chain(of: route)
    for (index, encapsulation) in chain.enumerated() where index >= told.count {
      // The outer packet's protocol has named it.
      if encapsulation.identifier == nil, [.gre, .ipv4, .ipv6].contains(encapsulation.layer) { continue }
      text.append(text: encapsulation.layer.name)
      if let identifier = encapsulation.identifier {
        text.append(" ")
        text.append(decimal: Int(identifier))
      }
      text.append("  ")
    }
    told = chain
  }
}

extension PacketRun.Frame {
  /// Whether the file tells time in finer steps than microseconds.
  var isTimedInNanoseconds: Bool {
    guard interfaces.indices.contains(record.interface) else { return false }
    let resolution = interfaces[record.interface].timeResolution.rawValue
    // if_tsresol: a power of two with the high bit, else of ten; 2^-20 s is about a microsecond.
    return resolution & 0x80 != 0 ? resolution & 0x7f > 20 : resolution > 6
  }
}
