public import Dissection
public import Octets
public import PacketModel

/// A TaZmen Sniffer Protocol header: a sniffed frame on its way to an analyzer.
///
///     version | type | encapsulated protocol | tagged fields: tag | length | data … up to tag 1
public struct TZSPLayer: Layer {
  public static let id = ProtocolID.tzsp

  public var type: UInt8
  public var encapsulatedProtocol: UInt16
  public var next: LayerKey

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    guard octets.count >= 5 else { throw MalformedPacket(.notThisProtocol, at: start) }
    let fixed = try octets.take(4)
    type = fixed.uint8(at: 1)
    encapsulatedProtocol = fixed.uint16(at: 2)
    next = .none
    guard fixed.uint8(at: 0) == 1, type <= 5, Self.protocols[encapsulatedProtocol] != nil else {
      throw MalformedPacket(.notThisProtocol, at: start)
    }
    while true {
      let tag = try octets.take(1).uint8(at: 0)
      if tag == 1 { break }
      // Padding has no length.
      if tag == 0 { continue }
      let length = Int(try octets.take(1).uint8(at: 0))
      _ = try octets.take(length)
    }
    // 0 is a frame received, 1 one to be sent; the rest is housekeeping.
    guard type <= 1, octets.wireCount > 0 else { return }
    switch encapsulatedProtocol {
    case 1: next = .direct(.ethernet)
    case 18: next = .direct(.ieee80211)
    default: break
    }
  }

  public func contribute(to facts: inout PacketFacts) {
    facts.entering = Encapsulation(.tzsp, identifier: nil, isSymmetric: true, ends: facts.ends)
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("version", header.uint8(at: 0), 0..<1)
    fields.number("type", type, 1..<2)
    fields.number("encapsulated_protocol", encapsulatedProtocol, 2..<4, name: Self.protocols[encapsulatedProtocol])
    var tags: [FieldValue] = []
    var index = 4
    while let tag = header.octet(at: index) {
      var item = FieldWriter(base: fields.base)
      item.number("tag", tag, index..<index + 1)
      index += 1
      if tag > 1, let length = header.octet(at: index) {
        item.number("length", length, index..<index + 1)
        index += 1
        let end = min(index + Int(length), header.count)
        item.octets("data", header.dropping(index).prefix(Int(length)), min(index, end)..<end)
        index = end
      }
      tags.append(.fields(item.fields))
    }
    fields.list("tagged_fields", tags, 4..<header.count)
  }

  private static let protocols: [UInt16: String] = [
    0: "Unknown", 1: "Ethernet", 18: "IEEE 802.11", 119: "Prism Header", 127: "WLAN AVS",
  ]
}
