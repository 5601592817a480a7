/// The protocols of a frame from the outside in, as three machine words: "ethernet/vlan/ipv4/tcp".
///
/// Up to 16 layers, one octet each; what is deeper is left out. `leaf` names what follows the last layer when Weir has
/// no dissector for it, by its number in the registry of the layer above, so that nothing is "unknown" without a number.
public struct LayerPath: Hashable, Sendable {
  public private(set) var outer: UInt64 = 0
  public private(set) var inner: UInt64 = 0
  public var leaf: LayerKey = .none

  @inlinable public init() {}

  public init(outer: UInt64, inner: UInt64, leaf: LayerKey) {
    self.outer = outer
    self.inner = inner
    self.leaf = leaf
  }

  @inline(__always)
  public mutating func append(_ layer: ProtocolID) {
    if outer >> 56 == 0 {
      outer = outer << 8 | UInt64(layer.rawValue)
    } else if inner >> 56 == 0 {
      inner = inner << 8 | UInt64(layer.rawValue)
    }
  }

  /// The layers from the outside in.
  public var layers: [ProtocolID] {
    var found: [ProtocolID] = []
    for word in [outer, inner] {
      for shift in stride(from: 56, through: 0, by: -8) as StrideThrough<Int> {
        let octet = UInt8(truncatingIfNeeded: word >> UInt64(shift))
        if octet != 0 { found.append(ProtocolID(rawValue: octet)) }
      }
    }
    return found
  }

  /// The names from the outside in, the undissected leaf last.
  public var names: [String] {
    layers.map(\.name) + (leaf == .none ? [] : [leaf.slug])
  }
}
