import ArgumentParser
import Glibc

/// Where metrics are offered: "9100", ":9100", "127.0.0.1:9100", "[::1]:9100", "0.0.0.0:9100". Without an address only this
/// host's own programs can ask; port 0 is any that is free.
struct MetricsAddress: Hashable, Sendable, CustomStringConvertible {
  var host: String
  var port: UInt16
  var isIPv6: Bool

  @Sendable static func parse(_ text: String) throws -> MetricsAddress {
    guard let address = MetricsAddress(text) else {
      throw ValidationError("'\(text)' is not an address: write 9100, 127.0.0.1:9100, 0.0.0.0:9100 or [::1]:9100.")
    }
    return address
  }

  private init?(_ text: String) {
    let colon = text.lastIndex(of: ":")
    let digits = colon.map { text[text.index(after: $0)...] } ?? text[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = UInt16(digits) else { return nil }
    let host = colon.map { text[..<$0] } ?? ""
    self.port = port
    if host.hasPrefix("["), host.hasSuffix("]") {
      self.host = String(host.dropFirst().dropLast())
      isIPv6 = true
    } else {
      self.host = host.isEmpty || host == "localhost" ? Self.loopback : String(host)
      isIPv6 = false
    }
    guard MetricsSocket.isNumeric(self) else { return nil }
  }

  /// As it stands in a URL.
  var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

  private static let loopback = "127.0.0.1"
}
