import ApplicationModel
import Fixtures
import RecordProtection
import Secrets
import Testing

/// Records that another implementation protected: `Fixtures/captures/records/ORIGIN.txt` says whose.
struct ProtectedRecord: Sendable, CustomTestStringConvertible {
  var name: String
  var version: TLSVersion
  var suite: CipherSuite
  var encryptThenMAC: Bool
  var secret: Secret
  var randoms: (client: [UInt8], server: [UInt8])
  /// The client's, with their headers.
  var records: [[UInt8]]

  var testDescription: String { "\(name) \(String(version.rawValue, radix: 16)) \(encryptThenMAC)" }

  init?(_ line: Substring) {
    let fields = line.split(separator: "\t")
    guard fields.count > 7, let version = UInt16(fields[1], radix: 16), let suite = UInt16(fields[2], radix: 16) else {
      return nil
    }
    name = String(fields[0])
    self.version = TLSVersion(rawValue: version)
    self.suite = CipherSuite(rawValue: suite)
    encryptThenMAC = fields[3] == "etm"
    secret = Secret([UInt8](hex: fields[4]).span)
    randoms = ([UInt8](hex: fields[5]), [UInt8](hex: fields[6]))
    records = fields[7...].map { [UInt8](hex: $0) }
  }

  var opener: RecordOpener? {
    if version == .tls13 { return .tls13(suite, trafficSecret: secret) }
    return RecordOpener.pair(
      version, suite, masterSecret: secret, clientRandom: randoms.client, serverRandom: randoms.server,
      encryptThenMAC: encryptThenMAC)?.client
  }

  /// Whether a record's first block is mixed with the last one of the record before.
  var isChained: Bool {
    version.rawValue <= TLSVersion.tls10.rawValue && !name.contains("NULL") && !name.hasPrefix("rc4")
  }

  static let all: [ProtectedRecord] = {
    let octets = (try? Fixture("records/protected.tsv").octets) ?? []
    return String(decoding: octets, as: UTF8.self).split(separator: "\n").compactMap { ProtectedRecord($0) }
  }()
}

/// What came out of a record.
struct OpenedRecord: Hashable {
  var type: UInt8
  var content: [UInt8]
}

extension RecordOpener {
  /// Opens a record with its header.
  func open(_ record: [UInt8], _ sequence: UInt64) throws(RecordFailure) -> OpenedRecord {
    var content: [UInt8] = []
    let fragment = Array(record.dropFirst(5))
    let version = UInt16(record[1]) << 8 | UInt16(record[2])
    let type = try open(type: record[0], version: version, fragment.span, sequence: sequence, into: &content).type
    return OpenedRecord(type: type, content: content)
  }
}

extension [UInt8] {
  /// Of hexadecimal digits, and anything between them.
  init(hex text: some StringProtocol) {
    let digits = text.compactMap(\.hexDigitValue)
    self = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}

extension Secret {
  /// To be compared with what is expected.
  var octets: [UInt8] { withOctets { octets in octets.indices.map { octets[$0] } } }
}
