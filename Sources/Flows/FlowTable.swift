import PacketModel

/// Finds a flow by its key: open addressing with linear probing, four octets of hash beside each number.
struct FlowTable: Sendable {
  /// High half: the key's hash; low half: the flow's number plus one. 0 is empty.
  private var slots: [UInt64]
  private var mask: Int
  private(set) var count = 0

  init() {
    slots = Array(repeating: 0, count: 1024)
    mask = 1023
  }

  /// The number of the flow with this key, as `matches` decides among those whose hash agrees.
  @inline(__always)
  func find(_ hash: UInt64, _ matches: (UInt32) -> Bool) -> UInt32? {
    let tag = hash >> 32
    var index = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[index]
      if slot == 0 { return nil }
      if slot >> 32 == tag {
        let number = UInt32(truncatingIfNeeded: slot) &- 1
        if matches(number) { return number }
      }
      index = (index &+ 1) & mask
    }
  }

  mutating func insert(_ hash: UInt64, _ number: UInt32, hashOf: (UInt32) -> UInt64) {
    // Three quarters full: probes stay short, and a flow costs 11 to 21 octets of table.
    if (count &+ 1) &* 4 > slots.count &* 3 { grow(hashOf) }
    place(hash, number)
    count &+= 1
  }

  /// Takes a flow's entry out, closing the gap so that probing needs no tombstones.
  mutating func remove(_ hash: UInt64, _ number: UInt32, hashOf: (UInt32) -> UInt64) {
    var index = Int(truncatingIfNeeded: hash) & mask
    while slots[index] != 0, UInt32(truncatingIfNeeded: slots[index]) &- 1 != number { index = (index &+ 1) & mask }
    guard slots[index] != 0 else { return }
    count &-= 1
    var hole = index
    var probe = (hole &+ 1) & mask
    while slots[probe] != 0 {
      let home = Int(truncatingIfNeeded: hashOf(UInt32(truncatingIfNeeded: slots[probe]) &- 1)) & mask
      // The entry may move into the hole unless its home lies behind it, cyclically.
      if (probe &- home) & mask >= (probe &- hole) & mask {
        slots[hole] = slots[probe]
        hole = probe
      }
      probe = (probe &+ 1) & mask
    }
    slots[hole] = 0
  }

  private mutating func place(_ hash: UInt64, _ number: UInt32) {
    var index = Int(truncatingIfNeeded: hash) & mask
    while slots[index] != 0 { index = (index &+ 1) & mask }
    slots[index] = (hash & 0xffff_ffff_0000_0000) | UInt64(number &+ 1)
  }

  private mutating func grow(_ hashOf: (UInt32) -> UInt64) {
    let old = slots
    slots = Array(repeating: 0, count: old.count &* 2)
    mask = slots.count &- 1
    for slot in old where slot != 0 {
      let number = UInt32(truncatingIfNeeded: slot) &- 1
      place(hashOf(number), number)
    }
  }
}
