extension OpeningMachine {
  /// RFC 5246 §6.2.3.1.
  mutating func openStream(
    _ type: UInt8, _ version: UInt16, _ fragment: Span<UInt8>, _ sequence: UInt64, into plaintext: inout [UInt8]
  ) throws(RecordFailure) {
    guard !isLost else { throw .stateLost }
    // Octets too few for a MAC take their part of the key stream all the same.
    var isDone = cipher == .null
    plaintext.append(addingCapacity: fragment.count) { output in
      if cipher == .null {
        for index in fragment.indices { output.append(fragment[index]) }
      } else {
        isDone = context?.decrypt(fragment, into: &output) ?? false
      }
    }
    guard isDone else { throw .badLength }
    try checkMAC(type, version, sequence, &plaintext)
  }
}
