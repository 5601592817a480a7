import Dissection
import LinkDissectors
import NetworkDissectors
import Octets
import PacketModel
import TransportDissectors
import TunnelDissectors

/// Walks a frame's headers from the outside in and tells a sink what it finds.
///
/// The spine is the one place that knows the order of layers. The headers that every packet crosses are cases of a typed
/// switch, so that the compiler sees through them; everything else is asked of the registry by key. It holds the only
/// state that decoding needs: the ways through VLANs and tunnels, and datagrams still in fragments.
struct Spine: Sendable {
  /// Headers in one frame. Real stacks of tunnels and tags stay below twenty; a hostile chain of extension headers does not.
  static let maximumLayers = 48

  let registry: DissectorRegistry
  var encapsulations = EncapsulationTable()
  var fragments = FragmentReassembler()

  init(registry: DissectorRegistry) { self.registry = registry }

  /// What of a frame does not stand in its octets.
  struct Frame {
    var number: Int
    var time: Timestamp
    var wireLength: Int
  }

  /// Where reading a header led.
  enum Step {
    case next(LayerKey)
    /// Nobody reads what follows; the key says what it is, `none` when no header does.
    case leaf(LayerKey)
    /// The layer that was asked does not know these octets; they are where they were.
    case refused
    /// The header could not be read; the sink knows.
    case broken
  }

  /// Reads headers until nobody knows the next one.
  mutating func walk<Sink: SpineSink>(
    _ whole: ByteView, from first: LayerKey, of frame: Frame, facts: inout PacketFacts, sink: inout Sink, depth: Int = 0
  ) {
    var octets = whole
    var key = first
    var layers = depth
    while true {
      layers &+= 1
      guard layers <= Self.maximumLayers else {
        sink.malformed(MalformedPacket(.tooDeep(limit: Self.maximumLayers), at: octets.offset), in: nil, facts: &facts)
        return
      }
      let step: Step
      switch key.kind {
      case .none:
        step = .leaf(.none)
      case .linkType where key == .linkType(.ethernet):
        step = read(EthernetLayer.self, &octets, &facts, &sink)
      case .etherType where key == .etherType(.ipv4):
        step = read(IPv4Layer.self, &octets, &facts, &sink)
      case .etherType where key == .etherType(.ipv6):
        step = read(IPv6Layer.self, &octets, &facts, &sink)
      case .ipProtocol:
        if facts.isFragment, !facts.isQuoted {
          // A first fragment that the snapshot length cut can never be put together, but its transport header is here.
          guard facts.fragmentOffset == 0, octets.missing > 0 else {
            return reassemble(octets, of: frame, facts: &facts, sink: &sink, depth: layers)
          }
          facts.moreFragments = false
        }
        step = transport(key, &octets, of: frame, facts: &facts, sink: &sink)
      default:
        step = ask(key, &octets, &facts, &sink)
      }
      switch step {
      case .next(let following): key = following
      case .leaf(let leaf): return sink.end(at: leaf, octets: octets, facts: &facts)
      case .refused: return sink.end(at: key, octets: octets, facts: &facts)
      case .broken: return
      }
    }
  }

  // MARK: - One header

  /// Reads one header as `L`.
  @inline(__always)
  private mutating func read<L: Layer, Sink: SpineSink>(
    _: L.Type, _ octets: inout ByteView, _ facts: inout PacketFacts, _ sink: inout Sink
  ) -> Step {
    let before = octets
    do {
      let layer = try L(parsing: &octets)
      if !facts.isQuoted { facts.path.append(L.id) }
      layer.contribute(to: &facts)
      if let entering = facts.entering { enter(entering, &facts) }
      sink.found(layer, header: before.prefix(octets.offset &- before.offset), payload: octets, facts: &facts)
      if let fault = layer.fault, !facts.isQuoted { sink.malformed(fault, in: L.id, facts: &facts) }
      return .next(layer.next)
    } catch {
      if error.reason == .notThisProtocol {
        octets = before
        return .refused
      }
      // A quoted packet is cut short by its quoter: that is no fault.
      if !facts.isQuoted { sink.malformed(error, in: L.id, facts: &facts) }
      return .broken
    }
  }

  /// Asks the registry who reads `key`; it stays a leaf when nobody does.
  private mutating func ask<Sink: SpineSink>(
    _ key: LayerKey, _ octets: inout ByteView, _ facts: inout PacketFacts, _ sink: inout Sink
  ) -> Step {
    guard let layer = registry[key] else { return .leaf(key) }
    // Behind this call the compiler opens the existential: one dynamic call a header, for the rarer protocols only.
    return readOpened(layer, &octets, &facts, &sink)
  }

  private mutating func readOpened<L: Layer, Sink: SpineSink>(
    _ layer: L.Type, _ octets: inout ByteView, _ facts: inout PacketFacts, _ sink: inout Sink
  ) -> Step {
    read(layer, &octets, &facts, &sink)
  }

  private mutating func enter(_ encapsulation: Encapsulation, _ facts: inout PacketFacts) {
    facts.route = encapsulations.route(from: facts.route, through: encapsulation)
    facts.entering = nil
  }

  // MARK: - What an IP packet carries

  private mutating func transport<Sink: SpineSink>(
    _ key: LayerKey, _ octets: inout ByteView, of frame: Frame, facts: inout PacketFacts, sink: inout Sink
  ) -> Step {
    if facts.isQuoted { return quoted(key, &octets, of: frame, facts: &facts, sink: &sink) }
    let start = octets.offset
    let step: Step
    let kind: FlowPacket.Kind
    switch IPProtocol(rawValue: UInt8(truncatingIfNeeded: key.value)) {
    case .tcp:
      step = read(TCPLayer.self, &octets, &facts, &sink)
      kind = .tcp
    case .udp:
      step = read(UDPLayer.self, &octets, &facts, &sink)
      kind = .udp
    case .udpLite:
      step = read(UDPLiteLayer.self, &octets, &facts, &sink)
      kind = .udp
    case .icmp where facts.version == .four:
      step = read(ICMPLayer.self, &octets, &facts, &sink)
      kind = .icmp
    case .icmpv6 where facts.version == .six:
      step = read(ICMPv6Layer.self, &octets, &facts, &sink)
      kind = .icmp
    case .sctp:
      step = read(SCTPLayer.self, &octets, &facts, &sink)
      kind = .sctp
    case .hopByHop, .routing, .fragment, .authentication, .destinationOptions, .mobility, .hostIdentity, .shim6:
      // Extension headers: the transport is yet to come.
      return ask(key, &octets, &facts, &sink)
    case let ipProtocol where IPInIP.carries(ipProtocol):
      // No header stands between the two: the tunnel is only in the encapsulation, and the path has the two IPs.
      facts.ipProtocol = ipProtocol
      facts.sourcePort = 0
      facts.destinationPort = 0
      facts.discriminator = 0
      emit(.other, from: start, payload: octets, of: frame, facts: &facts, sink: &sink)
      enter(IPInIP.encapsulation(ipProtocol, facts), &facts)
      return .next(IPInIP.key(ipProtocol))
    case let ipProtocol:
      facts.ipProtocol = ipProtocol
      facts.sourcePort = 0
      facts.destinationPort = 0
      facts.discriminator = 0
      facts.path.leaf = registry[key] == nil ? key : .none
      emit(.other, from: start, payload: octets, of: frame, facts: &facts, sink: &sink)
      facts.path.leaf = .none
      return ask(key, &octets, &facts, &sink)
    }
    guard case .next(let next) = step else { return step }
    emit(kind, from: start, payload: octets, of: frame, facts: &facts, sink: &sink)
    if kind == .icmp, next != .none { facts.isQuoted = true }
    if kind == .udp { return datagram(&octets, facts: &facts, sink: &sink) }
    return next == .none ? .leaf(.none) : .next(next)
  }

  /// Reads what a datagram carries, where it is a tunnel: by its ports, the destination's first, and by its content.
  ///
  /// A port proves nothing, so each layer looks whether the octets are its own, and refuses them when they are not.
  private mutating func datagram<Sink: SpineSink>(
    _ octets: inout ByteView, facts: inout PacketFacts, sink: inout Sink
  ) -> Step {
    let (destination, source) = (facts.destinationPort, facts.sourcePort)
    if registry.isRegistered(destination) {
      let step = ask(.udpPort(destination), &octets, &facts, &sink)
      guard case .refused = step else { return step }
    }
    if registry.isRegistered(source), source != destination {
      let step = ask(.udpPort(source), &octets, &facts, &sink)
      guard case .refused = step else { return step }
    }
    // Teredo clients speak to each other from any port (RFC 4380 §5.4).
    guard TeredoLayer.recognizes(octets) else { return .leaf(.none) }
    let step = read(TeredoLayer.self, &octets, &facts, &sink)
    guard case .refused = step else { return step }
    return .leaf(.none)
  }

  @inline(__always)
  private func emit<Sink: SpineSink>(
    _ kind: FlowPacket.Kind, from start: Int, payload: ByteView, of frame: Frame, facts: inout PacketFacts, sink: inout Sink
  ) {
    sink.transport(
      kind, from: start, payload: payload, frame: frame, context: encapsulations.context(of: facts.route), facts: &facts)
  }

  /// The packet an ICMP error speaks of: whose it was, as far as it is quoted (RFC 792, RFC 4443 §2.4; RFC 4884).
  private mutating func quoted<Sink: SpineSink>(
    _ key: LayerKey, _ octets: inout ByteView, of frame: Frame, facts: inout PacketFacts, sink: inout Sink
  ) -> Step {
    let kind: FlowPacket.Kind
    switch IPProtocol(rawValue: UInt8(truncatingIfNeeded: key.value)) {
    case .tcp, .udp, .udpLite, .sctp: kind = .icmpError
    case .hopByHop, .routing, .fragment, .authentication, .destinationOptions, .mobility:
      return ask(key, &octets, &facts, &sink)
    default: return .leaf(key)
    }
    guard facts.fragmentOffset == 0 else { return .leaf(key) }
    facts.discriminator = 0
    let start = octets.offset
    guard case .next = read(QuotedTransportLayer.self, &octets, &facts, &sink) else { return .leaf(key) }
    emit(kind, from: start, payload: octets, of: frame, facts: &facts, sink: &sink)
    return .leaf(.none)
  }

  // MARK: - Fragments

  private mutating func reassemble<Sink: SpineSink>(
    _ octets: ByteView, of frame: Frame, facts: inout PacketFacts, sink: inout Sink, depth: Int
  ) {
    let datagram = fragments.add(
      octets, facts: facts, context: encapsulations.context(of: facts.route), frame: frame.number, time: frame.time,
      wireLength: frame.wireLength)
    guard let datagram else {
      facts.path.append(facts.version == .four ? .ipv4Fragment : .ipv6Fragment)
      return sink.end(at: .none, octets: octets, facts: &facts)
    }
    facts.fragmentOffset = 0
    facts.moreFragments = false
    facts.ipProtocol = datagram.ipProtocol
    sink.enter(datagram)
    walk(
      ByteView(datagram.octets.span), from: .ipProtocol(datagram.ipProtocol), of: frame, facts: &facts, sink: &sink,
      depth: depth)
    sink.leaveDatagram()
  }
}
