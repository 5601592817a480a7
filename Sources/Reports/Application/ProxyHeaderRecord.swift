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
    if let path = header.sourcePath { json.member("source_path", octets: path[...]) }
    if let path = header.destinationPath { json.member("destination_path", octets: path[...]) }
    if let isRight = header.isChecksumRight { json.member("checksum_valid", isRight) }
    if let tls = header.tls { json.object("ssl") { write(tls, to: &$0) } }
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
    json.member("name", word: value.type.name)
    switch value.type {
    case .alpn, .authority, .namespace: json.member("text", octets: value.value[...])
    default: json.member("hex", hexadecimal: value.value)
    }
  }

  /// The client's TLS as the proxy saw it (§2.2.6).
  private static func write(_ tls: ProxyHeader.TLS, to json: inout JSONWriter) {
    json.member("used", tls.isUsed)
    json.member("client_certificate", tls.hasCertificate || tls.hadCertificate)
    json.member("verified", tls.isVerified)
    if let version = tls.version { json.member("version", octets: version[...]) }
    if let cipher = tls.cipher { json.member("cipher", octets: cipher[...]) }
    if let name = tls.commonName { json.member("common_name", octets: name[...]) }
  }
}
