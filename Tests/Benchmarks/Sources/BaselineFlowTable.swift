/// The flows the baseline loop has seen: open addressing, linear probing, at most half full.
struct BaselineFlowTable: ~Copyable {
  struct Key: Equatable {
    var low: (UInt64, UInt64)
    var high: (UInt64, UInt64)
    /// The lower endpoint's port in the upper half.
    var ports: UInt32
    var transport: UInt32

    @inline(__always)
    static func == (a: Key, b: Key) -> Bool {
      a.low.1 == b.low.1 && a.high.1 == b.high.1 && a.ports == b.ports && a.transport == b.transport && a.low.0 == b.low.0
        && a.high.0 == b.high.0
    }

    @inline(__always)
    var hash: UInt64 {
      var h = (low.0 ^ low.1) &* 0x9e37_79b9_7f4a_7c15
      h = (h ^ (h >> 29) ^ high.0 ^ high.1) &* 0xbf58_476d_1ce4_e5b9
      h = (h ^ (h >> 32) ^ UInt64(ports) << 8 ^ UInt64(transport)) &* 0xd6e8_feb8_6659_fd93
      return h ^ (h >> 32)
    }
  }

  private struct Slot {
    var key: Key
    /// 0 in a free slot.
    var packets: UInt64
    var octets: UInt64
    var flags: UInt8
  }

  private var slots: UnsafeMutablePointer<Slot>
  private var capacity = 1 << 12
  private(set) var count = 0

  init() { slots = Self.allocate(capacity) }

  deinit { slots.deallocate() }

  /// Counts a packet of a flow, which is made if there is none.
  @inline(__always)
  mutating func count(_ key: Key, octets: Int, flags: UInt8) {
    let slot = find(key)
    if slots[slot].packets == 0 {
      slots[slot].key = key
      count &+= 1
    }
    slots[slot].packets &+= 1
    slots[slot].octets &+= UInt64(truncatingIfNeeded: octets)
    slots[slot].flags |= flags
    if count &* 2 > capacity { grow() }
  }

  @inline(__always)
  private func find(_ key: Key) -> Int {
    let mask = capacity &- 1
    var slot = Int(truncatingIfNeeded: key.hash) & mask
    while slots[slot].packets != 0, slots[slot].key != key { slot = (slot &+ 1) & mask }
    return slot
  }

  @inline(never)
  private mutating func grow() {
    let (old, size) = (slots, capacity)
    capacity *= 2
    slots = Self.allocate(capacity)
    for index in 0..<size where old[index].packets != 0 { slots[find(old[index].key)] = old[index] }
    old.deallocate()
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
    let free = Slot(key: Key(low: (0, 0), high: (0, 0), ports: 0, transport: 0), packets: 0, octets: 0, flags: 0)
    slots.initialize(repeating: free, count: capacity)
    return slots
  }
}
