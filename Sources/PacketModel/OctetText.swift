/// Text written as UTF-8 octets where there is room for it: how a report's lines are made, by the million.

/// The octets that any number in decimal takes, its sign included.
public let decimalRoom = 20

/// Appends an unsigned number in decimal.
public func appendDecimal(_ value: UInt64, to text: inout [UInt8]) {
  text.append(addingCapacity: decimalRoom) { appendDecimal(value, to: &$0) }
}

/// Appends a number in decimal where there is room for `decimalRoom` octets.
@inlinable
public func appendDecimal(_ value: Int, to output: inout OutputSpan<UInt8>) {
  if value < 0 { output.append(UInt8(ascii: "-")) }
  appendDecimal(UInt64(value.magnitude), to: &output)
}

/// Appends an unsigned number in decimal where there is room for `decimalRoom` octets.
///
/// Two digits a division; most numbers of a report have no more than four.
public func appendDecimal(_ value: UInt64, to output: inout OutputSpan<UInt8>) {
  guard value >= 10_000 else { return appendShort(UInt32(truncatingIfNeeded: value), to: &output) }
  appendDecimal(value / 10_000, to: &output)
  let rest = UInt32(truncatingIfNeeded: value % 10_000)
  appendPair(rest / 100, to: &output)
  appendPair(rest % 100, to: &output)
}

/// Appends a number below 10,000 in decimal.
@inline(__always)
private func appendShort(_ value: UInt32, to output: inout OutputSpan<UInt8>) {
  guard value >= 100 else { return appendTens(value, to: &output) }
  appendTens(value / 100, to: &output)
  appendPair(value % 100, to: &output)
}

/// Appends a number below 100 in decimal.
@inline(__always)
private func appendTens(_ value: UInt32, to output: inout OutputSpan<UInt8>) {
  if value >= 10 { output.append(UInt8(truncatingIfNeeded: value / 10) &+ 48) }
  output.append(UInt8(truncatingIfNeeded: value % 10) &+ 48)
}

/// Appends a number below 256 in decimal.
func appendOctet(_ value: UInt32, to output: inout OutputSpan<UInt8>) { appendShort(value, to: &output) }

/// Appends a number below 100 as two digits.
@inline(__always)
func appendPair(_ value: UInt32, to output: inout OutputSpan<UInt8>) {
  output.append(UInt8(truncatingIfNeeded: value / 10) &+ 48)
  output.append(UInt8(truncatingIfNeeded: value % 10) &+ 48)
}

/// Appends text as it is.
@inlinable @inline(__always)
public func appendText(_ text: Span<UInt8>, to output: inout OutputSpan<UInt8>) {
  for index in text.indices { output.append(text[index]) }
}
