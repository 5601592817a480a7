import ApplicationModel

/// A content type of gRPC: `application/grpc`, `application/grpc+proto`, `application/grpc-web-text` …
struct GRPCContentType: Hashable, Sendable {
  let transport: GRPCCall.Transport
  let format: GRPCCall.Format

  init?(_ place: Range<Int>?, _ log: borrowing HTTPLog) {
    guard let place else { return nil }
    self.init(log.octets(at: place))
  }

  /// What a head may have that hides its content type.
  static let hidden = GRPCContentType(transport: .grpc, format: .proto)

  private init(transport: GRPCCall.Transport, format: GRPCCall.Format) {
    self.transport = transport
    self.format = format
  }

  init?(_ value: ArraySlice<UInt8>) {
    guard value.hasPrefix("application/grpc") else { return nil }
    var rest = value.dropFirst("application/grpc".utf8.count)
    if rest.hasPrefix("-web-text") {
      transport = .webText
      rest = rest.dropFirst("-web-text".utf8.count)
    } else if rest.hasPrefix("-web") {
      transport = .web
      rest = rest.dropFirst("-web".utf8.count)
    } else {
      transport = .grpc
    }
    rest = FieldParameters.trimmed(rest.prefix { $0 != UInt8(ascii: ";") })
    switch rest.first {
    case nil: format = .proto
    case UInt8(ascii: "+"):
      let suffix = rest.dropFirst()
      format = suffix.isToken("proto") ? .proto : suffix.isToken("json") ? .json : .other
    default: return nil
    }
  }
}

/// A call's path: `/package.Service/Method`. Places count as the slice does.
struct GRPCPath: Hashable, Sendable {
  let service: Range<Int>
  let method: Range<Int>

  init?(_ path: ArraySlice<UInt8>) {
    guard path.first == UInt8(ascii: "/"), let last = path.lastIndex(of: UInt8(ascii: "/")), last > path.startIndex else {
      return nil
    }
    service = path.startIndex &+ 1..<last
    method = last &+ 1..<path.endIndex
  }
}

/// `grpc-timeout`: at most eight digits, and a unit.
enum GRPCTimeout {
  /// Nothing where the value is none. What no 64 bits can hold, some 292 years, becomes as many as they can.
  static func nanoseconds(_ value: ArraySlice<UInt8>) -> Int64? {
    guard let last = value.last, let unit = unit(last) else { return nil }
    let digits = value.dropLast()
    guard (1...8).contains(digits.count) else { return nil }
    var number: Int64 = 0
    for digit in digits {
      guard digit &- 48 < 10 else { return nil }
      number = number &* 10 &+ Int64(digit &- 48)
    }
    let (product, isTooLarge) = number.multipliedReportingOverflow(by: unit)
    return isTooLarge ? .max : product
  }

  private static func unit(_ letter: UInt8) -> Int64? {
    switch letter {
    case UInt8(ascii: "H"): 3_600_000_000_000
    case UInt8(ascii: "M"): 60_000_000_000
    case UInt8(ascii: "S"): 1_000_000_000
    case UInt8(ascii: "m"): 1_000_000
    case UInt8(ascii: "u"): 1000
    case UInt8(ascii: "n"): 1
    default: nil
    }
  }
}

extension GRPCCall {
  /// Takes the status of a head or of trailers, where it is there.
  mutating func setStatus(_ fields: GRPCFields, _ log: borrowing HTTPLog) {
    guard let place = fields.status else { return }
    setStatus(log.octets(at: place), message: fields.message.map { log.octets(at: $0) })
  }

  /// Takes `grpc-status` and `grpc-message` as they were sent.
  mutating func setStatus(_ value: ArraySlice<UInt8>, message: ArraySlice<UInt8>?) {
    status = Self.code(FieldParameters.trimmed(value))
    guard let message else { return }
    // Every octet may be an escape of three.
    let decoded = PercentEncoding.decoded(message.prefix(3 &* Self.maximumStatusMessage))
    statusMessage = Array(decoded.prefix(Self.maximumStatusMessage))
  }

  private static func code(_ digits: ArraySlice<UInt8>) -> Int? {
    guard (1...9).contains(digits.count) else { return nil }
    var code = 0
    for digit in digits {
      guard digit &- 48 < 10 else { return nil }
      code = code &* 10 &+ Int(digit &- 48)
    }
    return code
  }
}
