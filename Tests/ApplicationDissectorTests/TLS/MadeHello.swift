import ApplicationModel
import Octets

@testable import ApplicationDissectors

/// A ClientHello put together field by field.
struct MadeHello {
  var version = TLSVersion.tls12
  var suites: [UInt16] = [0x1301]
  var extensions: [(type: UInt16, content: [UInt8])] = []
  var isDatagram = false

  func read() -> TLSClientHello { HelloText.client(message, isDatagram: isDatagram) }

  var message: [UInt8] {
    var body = Self.octets(version.rawValue) + [UInt8](repeating: 7, count: 32) + [0]
    if isDatagram { body.append(0) }
    body += Self.octets(UInt16(suites.count * 2)) + suites.flatMap(Self.octets) + [1, 0]
    if !extensions.isEmpty {
      let list = extensions.flatMap { Self.octets($0.type) + Self.octets(UInt16($0.content.count)) + $0.content }
      body += Self.octets(UInt16(list.count)) + list
    }
    return [UInt8](repeating: 0, count: isDatagram ? 12 : 4) + body
  }

  static func octets(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xff)] }
}
