/// A moment on the capture's clock: nanoseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// The range is 1677 to 2262; a file that names a moment outside it is clamped by its reader.
public struct Timestamp: Hashable, Comparable, Sendable {
  public var nanoseconds: Int64

  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  @inlinable public static func < (a: Timestamp, b: Timestamp) -> Bool { a.nanoseconds < b.nanoseconds }

  /// Nanoseconds from `earlier` to this moment; negative when the clock stepped back. Saturates.
  @inlinable public func nanoseconds(since earlier: Timestamp) -> Int64 {
    let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
    return overflow ? (nanoseconds < earlier.nanoseconds ? .min : .max) : difference
  }
}
