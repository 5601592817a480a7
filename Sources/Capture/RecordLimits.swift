/// What is taken for a record and what for damage. All lengths are octets.
enum RecordLimits {
  /// tcpdump's and Wireshark's largest snapshot length (MAXIMUM_SNAPLEN, WTAP_MAX_PACKET_SIZE_STANDARD); no record
  /// up to this is refused for its length alone, whatever the file's own snapshot length.
  static let usual = 262_144
  /// Largest snapshot length that is believed: Wireshark's limit for the link types with the largest packets
  /// (D-Bus and USB, 128 MiB). A stream holds one record in memory, so this bounds that memory.
  static let believed = 128 << 20
  /// A record longer than the file's snapshot length allows is believed up to this when a plausible header follows it.
  static let confirmable = 16 << 20
  /// Octets of a block that may serve as a place to go on after damage.
  static let blockAfterDamage = 1 << 20
  /// Plausible headers in a row that end the search after damage.
  static let chain = 3
  /// Seconds a record after damage may be away from the last good one: 30 days.
  static let secondsAway: Int64 = 30 * 86_400

  /// The longest packet a file with this snapshot length may have without being doubted.
  static func largest(snapLength: Int?) -> Int { min(max(snapLength ?? 0, usual), believed) }
}
