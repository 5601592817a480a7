import ApplicationModel
import PacketModel

/// Writes what a proxy says of the connection it passes on (`proxy_protocol[]`).
enum ProxyHeaderRecord {
  static func write(_ header: ProxyHeader, to json: inout JSONWriter) {
    json.member("version", header.version)
    json.member("frame", header.point.frame)
    json.member("time", header.point.time)
    json.member("bytes", header.length)
    if header.isLocal { json.member("local", true) }
    json.member("transport", word: header.transport.rawValue)
    if let end = header.source { json.object("source") { write(end, to: &$0) } }
    if let end = header.destination { json.object("destination") { write(end, to: &$0) } }
    guard !header.extensions.isEmpty else { return }
    json.array("tlvs") { json in
      for value in header.extensions { json.object { write(value, to: &$0) } }
    }
  }

  private static func write(_ end: ProxyHeader.End, to json: inout JSONWriter) {
    json.member("address", end.address, end.version)
    json.member("port", Int(end.port))
  }

  private static func write(_ value: ProxyHeader.Extension, to json: inout JSONWriter) {
    json.member("type", Int(value.type.rawValue))
    let name = names.first { $0.type == value.type.rawValue }
    json.member("name", word: name?.name)
    if name?.isText == true {
      json.member("text", octets: value.value[...])
    } else {
      json.member("hex", hexadecimal: value.value)
    }
  }

  /// haproxy's proxy-protocol.txt §2.2; 0xea is Amazon's VPC endpoint.
  private static let names: [(type: UInt8, name: String, isText: Bool)] = [
    (1, "alpn", true), (2, "authority", true), (3, "crc32c", false), (4, "noop", false), (5, "unique_id", false),
    (0x20, "ssl", false), (0x30, "netns", true), (0xea, "aws", false),
  ]
}
