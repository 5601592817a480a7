import ApplicationModel

/// The fields that every header table begins with (RFC 7541 Appendix A).
///
/// A log of HTTP/2 exchanges begins with the table's octets, so that its fields are places in every such log, and are never
/// copied.
enum HPACKStaticTable {
  /// The octets with which a log begins.
  static let octets: [UInt8] = built.octets
  /// Entries by their index; that of 0, which is no index, is unknown.
  static let entries: [HPACKEntry] = built.entries

  private static let built: (octets: [UInt8], entries: [HPACKEntry]) = {
    var octets: [UInt8] = []
    var entries = [HPACKEntry.unknown]
    for (name, value) in fields {
      let start = octets.count
      octets.append(contentsOf: name.utf8)
      let middle = octets.count
      octets.append(contentsOf: value.utf8)
      entries.append(
        HPACKEntry(
          field: HTTPField(name: start..<middle, value: middle..<octets.count), kind: HTTPFieldKind(Array(name.utf8).span)))
    }
    return (octets, entries)
  }()

  private static let fields: [(String, String)] = [
    (":authority", ""), (":method", "GET"), (":method", "POST"), (":path", "/"), (":path", "/index.html"),
    (":scheme", "http"), (":scheme", "https"), (":status", "200"), (":status", "204"), (":status", "206"),
    (":status", "304"), (":status", "400"), (":status", "404"), (":status", "500"), ("accept-charset", ""),
    ("accept-encoding", "gzip, deflate"), ("accept-language", ""), ("accept-ranges", ""), ("accept", ""),
    ("access-control-allow-origin", ""), ("age", ""), ("allow", ""), ("authorization", ""), ("cache-control", ""),
    ("content-disposition", ""), ("content-encoding", ""), ("content-language", ""), ("content-length", ""),
    ("content-location", ""), ("content-range", ""), ("content-type", ""), ("cookie", ""), ("date", ""), ("etag", ""),
    ("expect", ""), ("expires", ""), ("from", ""), ("host", ""), ("if-match", ""), ("if-modified-since", ""),
    ("if-none-match", ""), ("if-range", ""), ("if-unmodified-since", ""), ("last-modified", ""), ("link", ""),
    ("location", ""), ("max-forwards", ""), ("proxy-authenticate", ""), ("proxy-authorization", ""), ("range", ""),
    ("referer", ""), ("refresh", ""), ("retry-after", ""), ("server", ""), ("set-cookie", ""),
    ("strict-transport-security", ""), ("transfer-encoding", ""), ("user-agent", ""), ("vary", ""), ("via", ""),
    ("www-authenticate", ""),
  ]
}
