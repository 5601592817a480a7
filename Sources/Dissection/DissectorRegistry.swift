public import PacketModel

/// Who reads what: from a key that a header names to the layer that reads its payload.
///
/// The few link, network and transport protocols that every packet crosses are cases of the spine's own switch; all others
/// are found here. The UDP table is an array, for every UDP datagram asks it.
public struct DissectorRegistry: Sendable {
  private var layers: [LayerKey: any Layer.Type] = [:]
  /// By port: whether anyone is registered.
  @usableFromInline var udpPorts: [Bool] = Array(repeating: false, count: 1 << 16)

  public init() {}

  /// Registers a layer for the payload that `keys` name. The last registration of a key wins.
  public mutating func register(_ layer: any Layer.Type, for keys: LayerKey...) {
    for key in keys {
      layers[key] = layer
      if key.kind == .udpPort { udpPorts[Int(key.value & 0xffff)] = true }
    }
  }

  public subscript(_ key: LayerKey) -> (any Layer.Type)? { layers[key] }

  /// Whether anyone reads datagrams from or to this UDP port.
  @inlinable
  public func isRegistered(_ port: UInt16) -> Bool { udpPorts[Int(port)] }
}
