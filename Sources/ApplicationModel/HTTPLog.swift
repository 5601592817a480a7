/// The HTTP exchanges that one reader found, with their heads as they were sent.
///
/// Heads lie one behind the other in `octets`; fields are places in them, so that a connection of many exchanges is a few
/// arrays and not many strings.
public struct HTTPLog: Sendable {
  public var exchanges = HTTPExchangeList()
  public var octets: [UInt8] = []
  public var fields: [HTTPField] = []
  /// Tells the connection's logs from each other, in whatever order they are told.
  public var id = 0
  /// The scheme its requests go by: `https` inside TLS.
  public var scheme = "http"
  /// The exchange that opened the tunnel these went through, counted over all the connection's exchanges.
  public var tunnel: Int?
  /// What else is to be told of HTTP/2's exchanges, by their index, where there is something.
  public var streams: [Int: HTTP2Stream] = [:]
  /// gRPC calls, by the index of their exchange.
  public var calls = GRPCCalls()
  /// Exchanges that were told as they ended and let go of: before those that are here.
  public var released = 0
  /// Whether nobody is told of its exchanges' ends: they are asked for while their connection goes on.
  public var isProvisional = false

  public init() {}

  /// Octets of memory, about.
  public var memory: Int {
    octets.capacity &+ fields.capacity &* MemoryLayout<HTTPField>.stride
      &+ exchanges.capacity &* MemoryLayout<HTTPExchange>.stride &+ calls.memory
  }
}

/// One field line (RFC 9112 §5), as places in the log's octets: without the white space around the value.
public struct HTTPField: Hashable, Sendable {
  var nameStart: UInt32
  var valueStart: UInt32
  var valueLength: UInt32
  var nameLength: UInt32

  public init(name: Range<Int>, value: Range<Int>) {
    nameStart = UInt32(clamping: name.lowerBound)
    nameLength = UInt32(clamping: name.count)
    valueStart = UInt32(clamping: value.lowerBound)
    valueLength = UInt32(clamping: value.count)
  }

  public var name: Range<Int> { Int(nameStart)..<(Int(nameStart) &+ Int(nameLength)) }
  public var value: Range<Int> { Int(valueStart)..<(Int(valueStart) &+ Int(valueLength)) }
}

// MARK: - Reading

extension HTTPLog {
  /// The octets at a place; none where the place is not of this log.
  public func octets(at place: Range<Int>) -> ArraySlice<UInt8> {
    place.lowerBound >= 0 && place.upperBound <= octets.count ? octets[place] : []
  }

  public func fields(at place: Range<Int>) -> ArraySlice<HTTPField> {
    place.lowerBound >= 0 && place.upperBound <= fields.count ? fields[place] : []
  }

  /// The first field of a name, given in lower case.
  public func value(_ name: StaticString, in place: Range<Int>) -> ArraySlice<UInt8>? {
    for field in fields(at: place) where isName(field, name) { return octets(at: field.value) }
    return nil
  }

  /// Every field of a name, given in lower case.
  public func values(_ name: StaticString, in place: Range<Int>) -> [ArraySlice<UInt8>] {
    fields(at: place).filter { isName($0, name) }.map { octets(at: $0.value) }
  }

  /// Fields with their names in lower case.
  public func named(_ place: Range<Int>) -> [(name: String, value: [UInt8])] {
    fields(at: place).map { field in
      (String(decoding: octets(at: field.name), as: UTF8.self).lowercased(), Array(octets(at: field.value)))
    }
  }

  /// Whether the octets at a place are these.
  public func spells(_ word: String, at place: Range<Int>) -> Bool {
    guard place.count == word.utf8.count, place.lowerBound >= 0, place.upperBound <= octets.count else { return false }
    let (own, wanted) = (octets.span, word.utf8.span)
    for index in wanted.indices where own[place.lowerBound &+ index] != wanted[index] { return false }
    return true
  }

  /// Names are compared without regard to case (RFC 9110 §5.1).
  public func isName(_ field: HTTPField, _ name: StaticString) -> Bool {
    guard field.name.count == name.utf8CodeUnitCount else { return false }
    let own = octets(at: field.name)
    return own.elementsEqual(name.description.utf8) { sent, wanted in asciiLowercased(sent) == wanted }
  }
}

/// An octet, in lower case where it is an ASCII letter.
@inlinable @inline(__always)
public func asciiLowercased(_ octet: UInt8) -> UInt8 {
  octet &- 65 < 26 ? octet | 32 : octet
}
