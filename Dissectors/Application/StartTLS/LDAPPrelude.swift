public import Dissection
public import Octets
public import PacketModel

/// LDAP (RFC 4511 §4.14): the StartTLS extended operation.
///
///     LDAPMessage ::= SEQUENCE { messageID INTEGER, protocolOp CHOICE { bindRequest [APPLICATION 0], …,
///       extendedReq [APPLICATION 23] { requestName [0] LDAPOID, … }, extendedResp [APPLICATION 24] { resultCode, … } }, … }
public enum LDAPPrelude: TLSPrelude {
  public static var id: ProtocolID { .ldap }

  private static let bindRequest: UInt8 = 0x60
  private static let searchRequest: UInt8 = 0x63
  private static let extendedRequest: UInt8 = 0x77
  private static let extendedResponse: UInt8 = 0x78
  private static let startTLS = Array("1.3.6.1.4.1.1466.20037".utf8)

  public static func recognise(_ octets: ByteView, answering other: ByteView) -> Recognition {
    guard let first = octets.octet(at: 0) else { return .maybe }
    guard first == 0x30 else { return .no }
    guard let message = BERElement(octets) else { return octets.count < 6 ? .maybe : .no }
    guard let operation = operation(octets, message) else {
      return octets.count < min(message.end, maximumHead) ? .maybe : .no
    }
    // What the operation begins with: a version; a name; an OID.
    guard let inner = BERElement(octets.dropping(operation.element.content)) else {
      return octets.count < min(message.end, maximumHead) ? .maybe : .no
    }
    let isLikely =
      switch operation.element.tag {
      case bindRequest:
        inner.tag == 2 && inner.length == 1
          && (2...3).contains(octets.octet(at: operation.element.content &+ inner.content) ?? 3)
      case searchRequest: inner.tag == 4
      case extendedRequest: inner.tag == 0x80
      default: false
      }
    return isLikely && operation.element.end <= message.end ? .client : .no
  }

  /// Octets of a message's beginning that hold all that is looked at: three headers and a message's number.
  private static let maximumHead = 32

  public static func unit(_ octets: ByteView, isClient: Bool) -> TLSPreludeUnit {
    // What is no element is passed over; a few of them end the following.
    guard let message = BERElement(octets) else { return octets.count < 6 ? .more : .octets(octets.count) }
    return .octets(message.end)
  }

  public static func saying(_ unit: ByteView, isClient: Bool, tag: [UInt8]?) -> TLSPreludeSaying {
    guard let message = BERElement(unit), let operation = operation(unit, message) else { return .over }
    let content = unit.dropping(operation.element.content)
    if isClient, operation.element.tag == extendedRequest {
      guard let name = BERElement(content), name.tag == 0x80, name.length == startTLS.count,
        content.dropping(name.content).prefix(name.length).copied() == startTLS
      else { return .other }
      return .request(tag: operation.id)
    }
    guard !isClient, operation.element.tag == extendedResponse, operation.id == tag,
      let result = BERElement(content), result.tag == 10, result.length == 1
    else { return .other }
    return content.octet(at: result.content) == 0 ? .consent : .refusal
  }

  /// The message's number, and its operation with places counted from the message's first octet.
  private static func operation(_ octets: ByteView, _ message: BERElement) -> (id: [UInt8], element: BERElement)? {
    let body = octets.dropping(message.content)
    guard message.tag == 0x30, let id = BERElement(body), id.tag == 2, (1...4).contains(id.length), body.count > id.end,
      var element = BERElement(body.dropping(id.end))
    else { return nil }
    element.content &+= message.content &+ id.end
    return (body.dropping(id.content).prefix(id.length).copied(), element)
  }
}

/// The header of an element in BER with a definite length (X.690 §8.1).
struct BERElement: Hashable, Sendable {
  var tag: UInt8
  /// Where its content begins, and how many octets it has.
  var content: Int
  var length: Int

  var end: Int { content &+ length }

  /// The element with which `octets` begin; nothing where its header is not there, or its length has more than three octets.
  init?(_ octets: ByteView) {
    guard octets.count >= 2 else { return nil }
    tag = octets.uint8(at: 0)
    let first = octets.uint8(at: 1)
    guard first >= 0x80 else {
      content = 2
      length = Int(first)
      return
    }
    // Many servers write four octets where one would do.
    let count = Int(first & 0x7f)
    guard (1...4).contains(count), octets.count >= 2 &+ count else { return nil }
    content = 2 &+ count
    length = 0
    for index in 2..<content { length = length << 8 | Int(octets.uint8(at: index)) }
  }
}
