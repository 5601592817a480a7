import PacketModel

/// Gives each layer path a small number and counts frames by it.
struct PathTable: Sendable {
  /// Paths told apart; a capture of random octets invents more, which share the last number.
  static let limit = 4096

  private(set) var paths: [LayerPath] = []
  /// The layers' names, made once a path.
  private(set) var names: [[String]] = []
  private(set) var frames: [Int] = []
  private(set) var octets: [Int] = []
  private var numbers: [LayerPath: UInt32] = [:]
  /// The most recent paths, by a few bits of their words: nearly every packet's path is among them.
  private var recent: [(path: LayerPath, number: UInt32)] = Array(repeating: (LayerPath(), .max), count: 64)

  @inline(__always)
  mutating func number(of path: LayerPath) -> UInt32 {
    let mixed = (path.outer ^ path.inner &* 31 ^ UInt64(path.leaf.value)) &* 0x9e37_79b9_7f4a_7c15
    let slot = Int(truncatingIfNeeded: mixed >> 58)
    if recent[slot].number != .max, recent[slot].path == path { return recent[slot].number }
    return lookUp(path, slot: slot)
  }

  @inline(__always)
  mutating func count(_ number: UInt32, octets length: Int) {
    let index = Int(number)
    guard index < frames.count else { return }
    frames[index] &+= 1
    octets[index] &+= length
  }

  @inline(never)
  private mutating func lookUp(_ path: LayerPath, slot: Int) -> UInt32 {
    let number: UInt32
    if let known = numbers[path] {
      number = known
    } else if paths.count < Self.limit {
      number = UInt32(paths.count)
      paths.append(path)
      names.append(path.names)
      frames.append(0)
      octets.append(0)
      numbers[path] = number
    } else {
      number = UInt32(Self.limit - 1)
    }
    recent[slot] = (path, number)
    return number
  }
}
