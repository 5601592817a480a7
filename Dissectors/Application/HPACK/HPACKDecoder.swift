import ApplicationModel
import Octets

/// Decodes one side's header blocks (RFC 7541): puts their fields into a log, and what a message needs of them into a head.
///
/// Our own, and not nghttp2's: that one gives a connection up at the first index it cannot look up, and has no way to say that
/// entries are unknown; and it copies each field, where here one that was sent before is a place in the log.
struct HPACKDecoder: Sendable {
  private(set) var table: HPACKTable
  /// The fields of the block before.
  private var latest = 0..<0

  /// Octets of a head's names and values that are kept: what HTTP/1's reader keeps. A few octets may stand for many.
  static let maximumKept = 64 << 10

  /// `isKnown`: whether the side's blocks are seen from the first on.
  init(isKnown: Bool) { table = HPACKTable(isKnown: isKnown) }

  var memory: Int { table.memory }

  /// A block was lost: whatever it put into the table is not known, nor where the rest stands now.
  mutating func lose() { table.forget() }

  /// What it refers to is in another log now.
  mutating func move(_ move: inout HTTPLogMove) {
    table.move(&move)
    latest = 0..<0
  }

  /// Decodes a whole block. When it turns out to be damaged, `isDamaged` says so, and the fields are those before the damage.
  mutating func decode(_ block: Span<UInt8>, into log: inout HTTPLog) -> HTTPHead {
    var head = HTTPHead(firstField: log.fields.count)
    let fixed = HPACKStaticTable.entries
    var at = 0
    while at < block.count, !head.isDamaged {
      let octet = block[at]
      if octet & 0x80 != 0 {
        // Indexed Header Field (§6.1)
        guard let index = Self.integer(block, &at, 0x7f) else { return damaged(&head, log) }
        emit(at: index, fixed.span, &head, &log)
      } else if octet & 0xe0 == 0x20 {
        // Dynamic Table Size Update (§6.3)
        guard let size = Self.integer(block, &at, 0x1f) else { return damaged(&head, log) }
        table.resize(to: size)
      } else {
        // Literal Header Field (§6.2)
        let isIndexed = octet & 0x40 != 0
        if octet & 0xf0 == 0x10 { head.neverIndexed &+= 1 }
        guard let index = Self.integer(block, &at, isIndexed ? 0x3f : 0x0f),
          literal(block, &at, nameAt: index, fixed.span, isIndexed: isIndexed, &head, &log)
        else { return damaged(&head, log) }
      }
    }
    if head.isDamaged { return damaged(&head, log) }
    head.fields = head.fields.lowerBound..<log.fields.count
    reuse(&head, &log)
    return head
  }

  /// The same fields as in the block before need not stand in the log twice.
  private mutating func reuse(_ head: inout HTTPHead, _ log: inout HTTPLog) {
    let count = head.fields.count
    defer { latest = head.fields }
    guard count == latest.count, count > 0, latest.upperBound <= head.fields.lowerBound else { return }
    guard log.repeats(latest, at: head.fields.lowerBound) else { return }
    if let type = head.contentType { head.contentType = type &- head.fields.lowerBound &+ latest.lowerBound }
    log.fields.removeLast(count)
    head.fields = latest
  }

  private mutating func damaged(_ head: inout HTTPHead, _ log: HTTPLog) -> HTTPHead {
    head.isDamaged = true
    head.fields = head.fields.lowerBound..<log.fields.count
    table.forget()
    return head
  }

  // MARK: - Fields

  @inline(__always)
  private func emit(at index: Int, _ fixed: Span<HPACKEntry>, _ head: inout HTTPHead, _ log: inout HTTPLog) {
    switch table.lookUp(index, fixed) {
    case .entry(let entry): head.take(entry, &log)
    case .unknown: head.unresolved &+= 1
    case .none: head.isDamaged = true
    }
  }

  /// A literal: its name, by index or as a string, and its value.
  private mutating func literal(
    _ block: Span<UInt8>, _ at: inout Int, nameAt index: Int, _ fixed: Span<HPACKEntry>, isIndexed: Bool,
    _ head: inout HTTPHead, _ log: inout HTTPLog
  ) -> Bool {
    let before = log.octets.count
    var entry = HPACKEntry.unknown
    if index > 0 {
      switch table.lookUp(index, fixed) {
      case .entry(let known): entry = known
      case .unknown: break
      case .none: return false
      }
    } else {
      guard let name = Self.string(block, &at, &log) else { return false }
      let octets = log.octets.span.extracting(name)
      entry.kind = HTTPFieldKind(octets)
      entry.isNameKnown = true
      entry.field = HTTPField(name: name, value: name.upperBound..<name.upperBound)
      head.check(name: octets)
    }
    guard let value = Self.string(block, &at, &log) else { return false }
    head.check(value: log.octets.span.extracting(value))
    entry.field = HTTPField(name: entry.field.name, value: value)
    entry.isValueKnown = true
    let isKept = head.take(entry, &log)
    if isIndexed {
      table.insert(entry)
    } else if !isKept {
      log.octets.removeLast(log.octets.count &- before)
    }
    return true
  }

  // MARK: - Primitives

  /// An integer whose prefix has the bits of `mask` (§5.1). Nothing is as large as 2^28.
  @inline(__always)
  private static func integer(_ block: Span<UInt8>, _ at: inout Int, _ mask: UInt8) -> Int? {
    let prefix = block[at] & mask
    at &+= 1
    return prefix < mask ? Int(prefix) : longInteger(block, &at, Int(mask))
  }

  private static func longInteger(_ block: Span<UInt8>, _ at: inout Int, _ prefix: Int) -> Int? {
    var value = prefix
    for shift in [0, 7, 14, 21] {
      guard at < block.count else { return nil }
      let octet = block[at]
      at &+= 1
      value &+= Int(octet & 0x7f) << shift
      if octet & 0x80 == 0 { return value }
    }
    return nil
  }

  /// A string (§5.2): where its octets stand in the log.
  @inline(__always)
  private static func string(_ block: Span<UInt8>, _ at: inout Int, _ log: inout HTTPLog) -> Range<Int>? {
    guard at < block.count else { return nil }
    let isCoded = block[at] & 0x80 != 0
    guard let length = integer(block, &at, 0x7f), length <= block.count &- at else { return nil }
    let octets = block.extracting(at..<(at &+ length))
    at &+= length
    let start = log.octets.count
    if isCoded {
      guard HPACKHuffman.decode(octets, onto: &log.octets) else { return nil }
    } else {
      ByteView(octets).append(to: &log.octets)
    }
    return start..<log.octets.count
  }
}

extension HTTPLog {
  /// Whether the same fields stand at two places.
  fileprivate func repeats(_ place: Range<Int>, at other: Int) -> Bool {
    let fields = fields.span
    for index in place where fields[index] != fields[index &- place.lowerBound &+ other] { return false }
    return true
  }
}
