public import PacketModel

/// The decoder's tables as they stood at the end of a round: what flows' numbers for paths and routes mean.
public struct FlowTables: Sendable {
  /// Layer names from the outside in, by path number.
  public var layers: [[String]] = []
  public var routes: [EncapsulationTable.Entry] = []

  public init() {}
}
