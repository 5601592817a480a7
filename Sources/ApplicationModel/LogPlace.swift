/// A place in a log's octets, or in its list of fields, in half the room that a range takes: logs hold millions of them.
@usableFromInline
struct LogPlace: Hashable, Sendable {
  @usableFromInline var start: UInt32
  @usableFromInline var length: UInt32

  @inlinable
  init(_ range: Range<Int>) {
    start = UInt32(clamping: range.lowerBound)
    length = UInt32(clamping: range.count)
  }

  @inlinable var range: Range<Int> { Int(start)..<(Int(start) &+ Int(length)) }

  @usableFromInline static var none: LogPlace { LogPlace(0..<0) }
}
