import ApplicationModel
import Octets
import PacketModel

/// Version 1, §2.1: a line of text.
///
///     "PROXY" SP ("TCP4" / "TCP6") SP source SP destination SP source port SP destination port CRLF
///     "PROXY" SP "UNKNOWN" [ anything ] CRLF
extension ProxyHeaderReading {
  mutating func readLine(_ octets: ByteView, _ point: StreamPoint) {
    var line = octets.copied()[...]
    if line.last == UInt8(ascii: "\n") { line.removeLast() }
    if line.last == UInt8(ascii: "\r") { line.removeLast() } else { problems.append("the line ends without CR") }
    let words = line.split(separator: 0x20, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    var header = ProxyHeader(version: 1, point: point, transport: .unknown, length: octets.count)
    defer { self.header = header }
    guard words.count > 1, words[1] == "TCP4" || words[1] == "TCP6" else {
      // What follows UNKNOWN is to be ignored.
      if words.count < 2 || words[1] != "UNKNOWN" { problems.append("the protocol is none of TCP4, TCP6 and UNKNOWN") }
      return
    }
    header.transport = words[1] == "TCP4" ? .tcp4 : .tcp6
    guard words.count == 6 else { return problems.append("the line does not have six words") }
    let version = header.transport == .tcp4 ? IPVersion.four : .six
    header.source = end(words[2], words[4], version, "source")
    header.destination = end(words[3], words[5], version, "destination")
  }

  private mutating func end(_ address: String, _ port: String, _ version: IPVersion, _ name: String) -> ProxyHeader.End? {
    guard let address = IPAddress(text: Array(address.utf8), version) else {
      problems.append("the \(name) address is no IPv\(version.rawValue) address")
      return nil
    }
    guard let port = decimal(Array(port.utf8)[...], upTo: 0xffff) else {
      problems.append("the \(name) port is no number up to 65535")
      return nil
    }
    return ProxyHeader.End(address: address, version: version, port: UInt16(truncatingIfNeeded: port))
  }
}
