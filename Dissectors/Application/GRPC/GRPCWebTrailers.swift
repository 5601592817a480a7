/// gRPC-Web's trailers: a block of HTTP/1 field lines inside the body.
enum GRPCWebTrailers {
  static func status(in block: [UInt8]) -> (status: ArraySlice<UInt8>?, message: ArraySlice<UInt8>?) {
    var (status, message): (ArraySlice<UInt8>?, ArraySlice<UInt8>?)
    for line in block.split(separator: UInt8(ascii: "\n")) {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
      let value = FieldParameters.trimmed(line[(colon &+ 1)...].prefix { $0 != UInt8(ascii: "\r") })
      let name = FieldParameters.trimmed(line[..<colon])
      if name.isToken("grpc-status") { status = status ?? value }
      if name.isToken("grpc-message") { message = message ?? value }
    }
    return (status, message)
  }

  /// Octets kept of them: what servers allow of a head.
  static let maximum = 8 << 10
}
