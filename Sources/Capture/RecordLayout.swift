import PacketModel

/// How one format of "file header, then records" writes the header of a record.
protocol RecordLayout: Sendable {
  /// Octets of a record's header.
  var headerLength: Int { get }
  /// The one interface of the file.
  var interface: CaptureInterface { get }
  /// Most fractions of a second there are in one: 10^6 or 10^9.
  var fractionsPerSecond: Int64 { get }

  /// Reads the header at `index`; the caller has seen to it that all of it is in the window.
  func header(in window: Span<UInt8>, at index: Int) -> RecordHeader
}

/// What the header of a record says.
struct RecordHeader {
  var seconds: Int64
  /// Microseconds or nanoseconds.
  var fraction: Int64
  /// Octets of the packet in the file.
  var captured: Int
  /// Octets of the packet on the wire.
  var wire: Int
  /// Octets of the record in the file: header, packet and padding. Less than header and packet when the record lies.
  var length: Int
  /// Packets lost so far, where the format says so (snoop).
  var drops: UInt32 = 0
}
