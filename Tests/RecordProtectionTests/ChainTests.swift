import ApplicationModel
import RecordProtection
import Testing

/// Ciphers whose state goes from record to record, when records are missing.
@Suite struct ChainTests {
  static let chained = ProtectedRecord.all.filter {
    $0.isChained
  }
  static let streams = ProtectedRecord.all.filter { $0.name.hasPrefix("rc4") }

  @Test("one record cannot be opened behind a hole, the next one can", arguments: chained)
  func blocks(_ row: ProtectedRecord) throws {
    let opener = try #require(row.opener)
    opener.loseState()
    #expect(throws: RecordFailure.stateLost) { try opener.open(row.records[0], 0) }
    #expect(try opener.open(row.records[1], 1).type == 23)
  }

  @Test("the same record may be tried with other numbers", arguments: chained)
  func again(_ row: ProtectedRecord) throws {
    let opener = try #require(row.opener)
    for number: UInt64 in [7, 8] { #expect(throws: RecordFailure.badTag) { try opener.open(row.records[0], number) } }
    #expect(try opener.open(row.records[0], 0).type == 22)
    #expect(throws: RecordFailure.badTag) { try opener.open(row.records[1], 0) }
    #expect(try opener.open(row.records[1], 1).type == 23)
  }

  @Test("a stream cipher never finds its place again", arguments: streams)
  func stream(_ row: ProtectedRecord) throws {
    let opener = try #require(row.opener)
    opener.loseState()
    for (number, record) in row.records.enumerated() {
      #expect(throws: RecordFailure.stateLost) { try opener.open(record, UInt64(number)) }
    }
  }

  @Test("other ciphers lose nothing")
  func others() throws {
    for row in ProtectedRecord.all where !row.isChained && !row.name.hasPrefix("rc4") {
      let opener = try #require(row.opener)
      opener.loseState()
      #expect(try opener.open(row.records[row.records.count - 1], UInt64(row.records.count - 1)).type == 23, "\(row.name)")
    }
  }
}
