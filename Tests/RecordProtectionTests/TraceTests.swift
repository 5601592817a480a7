import ApplicationModel
import RecordProtection
import Secrets
import Testing

/// The trace of a simple handshake in RFC 8448 §3.
@Suite("RFC 8448")
struct TraceTests {
  static let suite = CipherSuite(rawValue: 0x1301)
  static let clientHandshake = "b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21"
  static let clientTraffic = "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5"

  private func opener(_ secret: String) -> RecordOpener? {
    RecordOpener.tls13(Self.suite, trafficSecret: Secret([UInt8](hex: secret).span))
  }

  @Test func clientFinished() throws {
    let record = [UInt8](
      hex: """
        17 03 03 00 35 75 ec 4d c2 38 cc e6 0b 29 80 44 a7 1e 21 9c 56 cc 77 b0 51 7f e9 b9 3c 7a 4b fc 44 d8 7f
        38 f8 03 38 ac 98 fc 46 de b3 84 bd 1c ae ac ab 68 67 d7 26 c4 05 46
        """)
    let opened = try #require(opener(Self.clientHandshake)).open(record, 0)
    #expect(opened.type == 22)
    #expect(
      opened.content
        == [UInt8](
          hex: "14 00 00 20 a8 ec 43 6d 67 76 34 ae 52 5a c1 fc eb e1 1a 03 9e c1 76 94 fa c6 e9 85 27 b6 42 f2 ed d5 ce 61"))
  }

  @Test func clientData() throws {
    let record = [UInt8](
      hex: """
        17 03 03 00 43 a2 3f 70 54 b6 2c 94 d0 af fa fe 82 28 ba 55 cb ef ac ea 42 f9 14 aa 66 bc ab 3f 2b 98 19
        a8 a5 b4 6b 39 5b d5 4a 9a 20 44 1e 2b 62 97 4e 1f 5a 62 92 a2 97 70 14 bd 1e 3d ea e6 3a ee bb 21 69 49
        15 e4
        """)
    let opened = try #require(opener(Self.clientTraffic)).open(record, 0)
    #expect(opened == OpenedRecord(type: 23, content: Array(0..<50)))
  }

  /// Of the key update no trace is published: of these secrets only the first is, the second is what Python's hmac makes of it.
  @Test func keyUpdate() throws {
    let next = try #require(opener(Self.clientTraffic)?.updated())
    let record = [UInt8](hex: Self.updatedRecord)
    #expect(try next.open(record, 0) == OpenedRecord(type: 23, content: Array("weir".utf8)))
  }

  @Test func paddingIsRemoved() throws {
    let traffic = try #require(opener(Self.clientTraffic))
    let record = [UInt8](hex: Self.paddedRecord)
    var content: [UInt8] = [1, 2, 3]
    let fragment = Array(record.dropFirst(5))
    let answer = try traffic.open(type: 23, version: 0x0303, fragment.span, sequence: 1, into: &content)
    #expect(answer == (21, 100))
    #expect(content == [1, 0])
    #expect(throws: RecordFailure.badPadding) { try traffic.open([UInt8](hex: Self.emptyRecord), 2) }
  }

  // Made with Python: cryptography's AESGCM, and hmac for the keys.
  static let updatedRecord = "17030300157fbed8f4d433dae020abab8ee28ee17524c86fdf30"
  static let paddedRecord = """
    1703030077c98727895f8a539bf7a729c5e5ab0ea970eef581aeb8b29784a221030a8061ea7243aba9482a59aac3acee373e1937e8b46b84
    4baafa058fecef4f1060958e6670bf4b6bae964e13afbaa139b7b4c6fb479d2651cbe7c63fc98814a8ac90a5d04dea75fd2ac54ab4e501ac
    7133ab26da5c9adf2c6d731f
    """
  static let emptyRecord = "17030300192cd3fa371101ff1ce24060a368b2dab869a917469501b9a37c"
}
