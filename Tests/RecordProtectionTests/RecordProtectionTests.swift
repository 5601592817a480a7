import Testing

@testable import RecordProtection

@Suite struct RecordProtectionTests {
  @Test func unknownSuitesAreRefused() { #expect(RecordOpener.tls13(.init(rawValue: 0), trafficSecret: .init([UInt8]().span)) == nil) }
}
