import Octets

extension ByteView {
  /// A list of 16-bit code points, in order; an octet left over breaks the format.
  func codePoints<Point: RawRepresentable<UInt16>>() throws(MalformedPacket) -> [Point] {
    try checkEven()
    var points: [Point] = []
    points.reserveCapacity(count / 2)
    for index in 0..<count / 2 {
      if let point = Point(rawValue: uint16(at: index &* 2)) { points.append(point) }
    }
    return points
  }

  /// As `codePoints()`, of numbers without a type of their own.
  func numbers() throws(MalformedPacket) -> [UInt16] {
    try checkEven()
    return (0..<count / 2).map { uint16(at: $0 &* 2) }
  }

  private func checkEven() throws(MalformedPacket) {
    guard count.isMultiple(of: 2) else { throw MalformedPacket(.badLength(field: "list", value: count), at: offset) }
  }
}
