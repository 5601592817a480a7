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
    end("source", header.source, header.sourcePath, to: &json)
    end("destination", header.destination, header.destinationPath, to: &json)
    if let tls = header.tls { json.object("tls") { write(tls, to: &$0) } }
    if let isRight = header.isChecksumRight { json.member("checksum_valid", isRight) }
    guard !header.extensions.isEmpty else { return }
    json.array("tlvs") { json in
      for value in header.extensions { json.object { write(value, to: &$0) } }
    }
  }

  private static func end(_ key: String, _ end: ProxyHeader.End?, _ path: [UInt8]?, to json: inout JSONWriter) {
    guard end != nil || path != nil else { return }
    json.object(key) { json in
      if let end {
        json.member("address", end.address, end.version)
        json.member("port", Int(end.port))
      }
      json.member("path", octets: path?[...])
    }
  }

  private static func write(_ tls: ProxyHeader.TLS, to json: inout JSONWriter) {
    json.member("used", tls.isUsed)
    json.member("certificate", tls.hasCertificate)
    if tls.hadCertificate { json.member("session_certificate", true) }
    json.member("verified", tls.isVerified)
    json.member("version", octets: tls.version?[...])
    json.member("common_name", octets: tls.commonName?[...])
    json.member("cipher", octets: tls.cipher?[...])
    json.member("signature", octets: tls.signature?[...])
    json.member("key", octets: tls.key?[...])
  }

  private static func write(_ value: ProxyHeader.Extension, to json: inout JSONWriter) {
    json.member("type", Int(value.type.rawValue))
    json.member("name", word: value.type.name)
    switch value.type {
    case .alpn, .authority, .namespace: json.member("text", octets: value.value[...])
    default: json.member("hex", hexadecimal: value.value)
    }
  }
}
