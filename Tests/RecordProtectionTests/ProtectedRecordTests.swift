import ApplicationModel
import RecordProtection
import Secrets
import Testing

@Suite("Records that other implementations protected")
struct ProtectedRecordTests {
  static let data = OpenedRecord(type: 23, content: Array("weir\n".utf8))

  @Test func nothingIsMissing() {
    #expect(ProtectedRecord.all.count == 59)
    #expect(Set(ProtectedRecord.all.map(\.version)).count == 5)
  }

  @Test("all are opened", arguments: ProtectedRecord.all)
  func opened(_ row: ProtectedRecord) throws {
    let opener = try #require(row.opener)
    for (number, record) in row.records.enumerated() {
      let opened = try opener.open(record, UInt64(number))
      // Application data is split in two by those who fear that its vector is known (TLS 1.0).
      if number == row.records.count - 1 {
        #expect(opened.type == 23)
        #expect(Self.data.content.suffix(opened.content.count) == opened.content[...])
      } else if opened.type == 22 {
        #expect(opened.content.first == 20)
      }
      if let overhead = opener.overhead { #expect(record.count - 5 == opened.content.count + overhead) }
    }
  }

  @Test("the number, the type and the version are covered", arguments: ProtectedRecord.all)
  func covered(_ row: ProtectedRecord) throws {
    for change in 0..<3 {
      let opener = try #require(row.opener)
      var record = row.records[0]
      var number: UInt64 = 0
      switch change {
      case 0: number = 1
      case 1: record[0] ^= 1
      // SSL 3.0 leaves the version out.
      default: if row.version == .ssl3 { continue } else { record[2] ^= 1 }
      }
      #expect(throws: RecordFailure.badTag) { try opener.open(record, number) }
    }
  }

  @Test("an octet changed is noticed, and does no harm to what follows", arguments: ProtectedRecord.all)
  func changed(_ row: ProtectedRecord) throws {
    let opener = try #require(row.opener)
    let isStream = row.name.hasPrefix("rc4")
    for index in 5..<row.records[0].count {
      // A stream cipher has gone on, so it begins anew.
      let opener = isStream ? try #require(row.opener) : opener
      // SSL 3.0's padding may be anything; what it was before is not noticed either.
      guard row.version != .ssl3 || index < row.records[0].count - 32 else { continue }
      var record = row.records[0]
      record[index] ^= 0x80
      #expect(throws: RecordFailure.self, "octet \(index)") { try opener.open(record, 0) }
    }
    // The chain of vectors is broken where the last block was changed.
    guard !isStream, !row.isChained else { return }
    #expect(try opener.open(row.records[0], 0).type >= 22)
  }

  @Test("any length is survived", arguments: ProtectedRecord.all)
  func lengths(_ row: ProtectedRecord) throws {
    let opener = try #require(row.opener)
    var random = SplitMix(state: 7)
    for length in Array(0...130) + [255, 256, 4096, 16384, 16640, 65535] {
      // The long ones are of one octet, for speed.
      let octet = UInt8.random(in: 0...255, using: &random)
      let fragment =
        length > 300
        ? [UInt8](repeating: octet, count: length) : (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(throws: RecordFailure.self) { try opener.open([23, 3, 3, 0, 0] + fragment, 0) }
    }
    for length in 0..<row.records[0].count - 5 {
      let opener = try #require(row.opener)
      #expect(throws: RecordFailure.self) { try opener.open(Array(row.records[0][..<(5 + length)]), 0) }
    }
  }

  @Test func unknownSuitesAreRefused() {
    let secret = Secret([UInt8](repeating: 1, count: 48).span)
    let random = [UInt8](repeating: 0, count: 32)
    func pair(_ version: TLSVersion, _ suite: UInt16) -> RecordOpener? {
      RecordOpener.pair(
        version, CipherSuite(rawValue: suite), masterSecret: secret, clientRandom: random, serverRandom: random,
        encryptThenMAC: false)?.client
    }
    for suite: UInt16 in [0, 0xff, 0x0a0a, 0x5600, 0x1301, 0x00c6, 0xc100] { #expect(pair(.tls12, suite) == nil) }
    // Ciphers that authenticate came with TLS 1.2.
    #expect(pair(.tls11, 0x009c) == nil)
    #expect(pair(.tls12, 0x009c) != nil)
    #expect(pair(.dtls12, 0x009c) != nil)
    #expect(pair(.tls13, 0x009c) == nil)
    #expect(pair(.ssl2, 0x0005) == nil)
    // A secret of another hash's length, and a suite of TLS 1.2.
    #expect(RecordOpener.tls13(CipherSuite(rawValue: 0x1301), trafficSecret: secret) == nil)
    #expect(RecordOpener.tls13(CipherSuite(rawValue: 0x1302), trafficSecret: secret) != nil)
    #expect(RecordOpener.tls13(CipherSuite(rawValue: 0xc02f), trafficSecret: secret) == nil)
  }
}
