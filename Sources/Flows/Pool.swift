/// Values under small numbers, in slabs that never move: growing copies nothing and wastes at most one slab.
struct Pool<Element: Sendable>: Sendable {
  private static var slabSize: Int { 1024 }

  private var slabs: [[Element]] = []
  private var free: [UInt32] = []
  private(set) var count = 0

  /// Puts a value in; its number stays until it is removed.
  mutating func insert(_ element: Element) -> UInt32 {
    count &+= 1
    if let number = free.popLast() {
      self[number] = element
      return number
    }
    if slabs.last.map({ $0.count < Self.slabSize }) != true {
      var slab: [Element] = []
      slab.reserveCapacity(Self.slabSize)
      slabs.append(slab)
    }
    let slab = slabs.count &- 1
    slabs[slab].append(element)
    return UInt32(truncatingIfNeeded: slab &* Self.slabSize &+ slabs[slab].count &- 1)
  }

  /// Frees a number; the value there is replaced when the number is given out again.
  mutating func remove(_ number: UInt32) {
    count &-= 1
    free.append(number)
  }

  subscript(_ number: UInt32) -> Element {
    @inline(__always) get { slabs[Int(number >> 10)][Int(number & 1023)] }
    @inline(__always) _modify { yield &slabs[Int(number >> 10)][Int(number & 1023)] }
  }
}
