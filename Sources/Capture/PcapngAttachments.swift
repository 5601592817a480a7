import Secrets

/// Blocks that carry neither packets nor interfaces: names and secrets.
extension PcapngSection {
  /// Records of a name resolution block: type 2, length 2, value padded to 32 bits. Ends at type 0.
  func addNames(_ octets: Span<UInt8>, _ body: Range<Int>, _ description: inout CaptureDescription) {
    var records = PcapngOptions(body, isBig: isBig)
    while let record = records.next(octets) {
      let addressLength: Int
      switch record.code {
      case 1: addressLength = 4
      case 2: addressLength = 16
      default: continue
      }
      guard record.value.count > addressLength else { continue }
      guard description.kept.takeText(record.value.count) else {
        description.unkept += 1
        continue
      }
      let start = record.value.lowerBound
      let names = octets.copied((start + addressLength)..<record.value.upperBound).split(separator: 0)
      description.names.append(
        ResolvedName(
          address: octets.copied(start..<(start + addressLength)), names: names.map { String(escaping: Array($0)) }))
    }
    if records.isBroken { description.brokenOptions += 1 }
  }

  /// A decryption secrets block: type 4, length 4, secrets padded to 32 bits, options. Answers `false` when it lies.
  func addSecret(_ octets: Span<UInt8>, _ body: Range<Int>, _ description: inout CaptureDescription) -> Bool {
    let start = body.lowerBound
    let length = Int(octets.uint32(at: start + 4, isBig))
    guard length <= body.count - 8 else { return false }
    let type = CaptureSecretType(rawValue: octets.uint32(at: start, isBig))
    description.secretBlocks[type.known, default: 0] += 1
    guard description.kept.takeSecret(length) else {
      description.unkept += 1
      return true
    }
    let place = (start + 8)..<(start + 8 + length)
    description.newSecrets.append(CaptureSecret(type: type, secret: Secret(octets.extracting(place)), place: place))
    return true
  }
}
