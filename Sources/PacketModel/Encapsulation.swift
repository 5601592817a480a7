/// A VLAN tag or tunnel header that a packet passed on its way in.
public struct Encapsulation: Hashable, Sendable {
  public var layer: ProtocolID
  /// VLAN id, VNI, TEID, key, label, session …, as the header has it.
  public var identifier: UInt32?
  /// Whether both directions carry the same identifier, so that it may be part of a flow's key. A GTP TEID or an MPLS
  /// label is chosen by its receiver, and the way back has another.
  public var isSymmetric: Bool
  /// The tunnel's ends as the packet names them; `nil` for a tag.
  public var ends: Ends?

  public struct Ends: Hashable, Sendable {
    public var version: IPVersion
    public var source: IPAddress
    public var destination: IPAddress

    @inlinable public init(version: IPVersion, source: IPAddress, destination: IPAddress) {
      self.version = version
      self.source = source
      self.destination = destination
    }
  }

  @inlinable public init(_ layer: ProtocolID, identifier: UInt32?, isSymmetric: Bool, ends: Ends? = nil) {
    self.layer = layer
    self.identifier = identifier
    self.isSymmetric = isSymmetric
    self.ends = ends
  }
}

/// Every way through VLANs and tunnels seen so far, each under a small number.
///
/// Two numbers per way: the *route* (everything, ends included; what a report tells of a flow) and the *context* (only what
/// both directions share; part of the flow's key). Bounded: past `limit` ways, new ones are all told as the last one's parent.
public struct EncapsulationTable: Sendable {
  public struct Entry: Hashable, Sendable {
    public var parent: UInt32
    public var encapsulation: Encapsulation
    public var context: UInt32
  }

  /// A frame with more ways than this is no network of ours: memory stays bounded whatever a flood of tags invents.
  public static let limit = 1 << 16

  public private(set) var entries: [Entry]
  /// Ways that found the table full.
  public private(set) var overflowed = 0
  private var routes: [Encapsulation.Key: UInt32] = [:]
  private var contexts: [Encapsulation.Key: UInt32] = [:]
  private var last: (key: Encapsulation.Key, route: UInt32)?

  public init() {
    entries = [
      Entry(parent: 0, encapsulation: Encapsulation(ProtocolID(rawValue: 0), identifier: nil, isSymmetric: true), context: 0)
    ]
  }

  /// The route that leads from `parent` through `encapsulation`.
  public mutating func route(from parent: UInt32, through encapsulation: Encapsulation) -> UInt32 {
    let key = Encapsulation.Key(parent: parent, encapsulation: encapsulation)
    if let last, last.key == key { return last.route }
    if let known = routes[key] {
      last = (key, known)
      return known
    }
    guard entries.count < Self.limit else {
      overflowed &+= 1
      return parent
    }
    let shared = Encapsulation(
      encapsulation.layer, identifier: encapsulation.isSymmetric ? encapsulation.identifier : nil, isSymmetric: true)
    let contextKey = Encapsulation.Key(parent: context(of: parent), encapsulation: shared)
    let context = contexts[contextKey] ?? UInt32(contexts.count + 1)
    contexts[contextKey] = context
    let route = UInt32(entries.count)
    entries.append(Entry(parent: parent, encapsulation: encapsulation, context: context))
    routes[key] = route
    last = (key, route)
    return route
  }

  /// What of a route both directions share; part of a flow's key.
  @inlinable @inline(__always)
  public func context(of route: UInt32) -> UInt32 {
    route == 0 ? 0 : knownContext(of: route)
  }

  @usableFromInline
  func knownContext(of route: UInt32) -> UInt32 {
    Int(route) < entries.count ? entries[Int(route)].context : 0
  }
}

extension Encapsulation {
  fileprivate struct Key: Hashable, Sendable {
    var parent: UInt32
    var encapsulation: Encapsulation
  }
}

extension [EncapsulationTable.Entry] {
  /// The headers of a route from the outside in.
  public func chain(of route: UInt32) -> [Encapsulation] {
    var chain: [Encapsulation] = []
    var next = route
    // A parent always has a smaller number than its child, so this ends.
    while next != 0, Int(next) < count {
      chain.append(self[Int(next)].encapsulation)
      next = self[Int(next)].parent
    }
    return chain.reversed()
  }
}
