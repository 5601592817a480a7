public import PacketModel

extension FieldWriter {
  /// A checksum as sent, and `<field>_status`: what became of it when it was looked at.
  public mutating func checksum(_ field: String, _ value: some BinaryInteger, _ status: ChecksumStatus, _ range: Range<Int>) {
    number(field, value, range)
    text(field + "_status", status.name, range)
  }
}

extension ChecksumStatus {
  /// The verdict as reports spell it.
  public var name: String {
    switch self {
    case .absent: "absent"
    case .good: "good"
    case .bad: "bad"
    case .offloaded: "offloaded"
    case .unverified: "unverified"
    }
  }
}
