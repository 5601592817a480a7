public import Dissection
public import Octets
public import PacketModel

/// A packet of one of PPP's control protocols: LCP (RFC 1661 §5) and those formed after it.
///
///     code | identifier | length (2) | data …
public struct PPPControlLayer<Kind: PPPControlProtocol>: Layer {
  public static var id: ProtocolID { Kind.id }
  public static var fixedLength: Int { 4 }

  public var code: UInt8
  public var identifier: UInt8
  public var length: UInt16
  public var fault: MalformedPacket?

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    let fixed = try octets.take(Self.fixedLength)
    code = fixed.uint8(at: 0)
    identifier = fixed.uint8(at: 1)
    length = fixed.uint16(at: 2)
    if Int(length) < Self.fixedLength || !octets.limit(to: Int(length) - Self.fixedLength) {
      fault = MalformedPacket(.badLength(field: "length", value: Int(length)), at: start + 2)
    } else {
      _ = try octets.take(octets.count)
    }
  }

  public var next: LayerKey { .none }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("code", code, 0..<1, name: Kind.name(of: code))
    fields.number("identifier", identifier, 1..<2)
    fields.number("length", length, 2..<4)
    guard header.count > Self.fixedLength else { return }
    if Kind.hasOptions, (1...4).contains(code) {
      options(header, to: &fields)
    } else {
      fields.octets("data", header.dropping(Self.fixedLength), Self.fixedLength..<header.count)
    }
  }

  /// RFC 1661 §6: type, length with these two octets, data.
  private func options(_ header: ByteView, to fields: inout FieldWriter) {
    var index = Self.fixedLength
    fields.list("options", index..<header.count) { option in
      guard let type = header.octet(at: index) else { return false }
      option.number("type", type, index..<(index + 1), name: Kind.optionName(type))
      guard let length = header.octet(at: index + 1), length >= 2, index + Int(length) <= header.count else {
        option.flag("truncated", true, index..<header.count)
        index = header.count
        return true
      }
      option.number("length", length, (index + 1)..<(index + 2))
      if length > 2 {
        let end = index + Int(length)
        option.octets("data", header.dropping(index + 2).prefix(Int(length) - 2), (index + 2)..<end)
      }
      index += Int(length)
      return true
    }
  }
}

/// Which control protocol a `PPPControlLayer` reads.
public protocol PPPControlProtocol: Sendable {
  static var id: ProtocolID { get }
  static var hasOptions: Bool { get }
  static func name(of code: UInt8) -> String?
  static func optionName(_ type: UInt8) -> String?
}

extension PPPControlProtocol {
  public static var hasOptions: Bool { true }

  /// The codes of LCP, which the network control protocols share (RFC 1661 §5, RFC 1332 §2).
  public static func name(of code: UInt8) -> String? {
    let names = [
      "Vendor Specific", "Configure-Request", "Configure-Ack", "Configure-Nak", "Configure-Reject", "Terminate-Request",
      "Terminate-Ack", "Code-Reject", "Protocol-Reject", "Echo-Request", "Echo-Reply", "Discard-Request", "Identification",
      "Time-Remaining", "Reset-Request", "Reset-Ack",
    ]
    return Int(code) < names.count ? names[Int(code)] : nil
  }

  public static func optionName(_ type: UInt8) -> String? { nil }
}
