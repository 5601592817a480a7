import Dissection
import Octets
import PacketModel

extension ByteView {
  /// How long an extension header of the common form is, in octets: at least eight; its second octet says (RFC 6564 §4).
  func extensionHeaderLength() throws(MalformedPacket) -> Int {
    guard let length = octet(at: 1) else { throw truncated(needed: 8) }
    return (Int(length) + 1) * 8
  }
}

extension LayerKey {
  /// Who reads what an extension header names: nobody when there is no next header.
  static func extensionHeader(_ next: IPProtocol) -> LayerKey { next == .noNextHeader ? .none : .ipProtocol(next) }
}

extension FieldWriter {
  /// The two octets that extension headers begin with.
  mutating func extensionHeader(_ nextHeader: IPProtocol, _ headerExtensionLength: UInt8) {
    number("next_header", nextHeader.rawValue, 0..<1, name: nextHeader.name)
    number("header_extension_length", headerExtensionLength, 1..<2)
  }
}
