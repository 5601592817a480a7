import ApplicationModel
import Testing

@testable import ApplicationDissectors

/// The examples of RFC 7541 Appendix C, and what an encoder must not send.
@Suite struct HPACKTests {
  @Test("C.2: literals, and an indexed field")
  func literals() {
    var reading = HPACKReading()
    var head = reading.read("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572")
    #expect(reading.fields(head) == ["custom-key: custom-header"])
    #expect(reading.decoder.table.octets == 55)
    head = reading.read("040c 2f73 616d 706c 652f 7061 7468")
    #expect(reading.fields(head) == [":path: /sample/path"])
    head = reading.read("1008 7061 7373 776f 7264 0673 6563 7265 74")
    #expect(reading.fields(head) == ["password: secret"])
    #expect(head.neverIndexed == 1)
    head = reading.read("82")
    #expect(reading.fields(head) == [":method: GET"])
    #expect(reading.table == ["custom-key: custom-header"])
  }

  static let requests = [
    [":method: GET", ":scheme: http", ":authority: www.example.com", ":path: /"],
    [":method: GET", ":scheme: http", ":authority: www.example.com", ":path: /", "cache-control: no-cache"],
    [":method: GET", ":scheme: https", ":authority: www.example.com", ":path: /index.html", "custom-key: custom-value"],
  ]

  @Test(
    "C.3, C.4: requests, without and with the Huffman code",
    arguments: [
      [
        "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d", "8286 84be 5808 6e6f 2d63 6163 6865",
        "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
      ],
      [
        "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff", "8286 84be 5886 a8eb 1064 9cbf",
        "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf",
      ],
    ])
  func requests(_ blocks: [String]) {
    var reading = HPACKReading()
    for (block, expected) in zip(blocks, Self.requests) {
      let head = reading.read(block)
      #expect(!head.isDamaged && head.isRequest && !head.isResponse && head.oddities.isEmpty)
      #expect(reading.fields(head) == expected)
    }
    #expect(reading.decoder.table.octets == 164)
    #expect(
      reading.table == ["custom-key: custom-value", "cache-control: no-cache", ":authority: www.example.com"])
  }

  @Test(
    "C.5, C.6: responses, with a table of 256 octets",
    arguments: [
      [
        """
        4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d 546e
        1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d
        """,
        "4803 3330 37c1 c0bf",
        """
        88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f 6f3d
        4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572
        7369 6f6e 3d31
        """,
      ],
      [
        """
        4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b
        97c8 e9ae 82ae 43d3
        """,
        "4883 640e ffc1 c0bf",
        """
        88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf
        cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07
        """,
      ],
    ])
  func responses(_ blocks: [String]) {
    let expected = [
      [
        ":status: 302", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:21 GMT", "location: https://www.example.com",
      ],
      [
        ":status: 307", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:21 GMT", "location: https://www.example.com",
      ],
      [
        ":status: 200", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:22 GMT", "location: https://www.example.com",
        "content-encoding: gzip", "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
      ],
    ]
    var reading = HPACKReading()
    // 3fe1 01: the table's size becomes 256.
    #expect(!reading.read("3fe101").isDamaged)
    for (block, fields) in zip(blocks, expected) {
      let head = reading.read(block)
      #expect(reading.fields(head) == fields)
    }
    #expect(reading.decoder.table.octets == 215)
    #expect(
      reading.table == [
        "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1", "content-encoding: gzip",
        "date: Mon, 21 Oct 2013 20:13:22 GMT",
      ])
  }

  // MARK: - Late beginnings

  @Test("where the first blocks are missing, what refers to them is counted, and nothing made up")
  func lateBeginning() {
    var reading = HPACKReading(isKnown: false)
    // :method GET, an entry that is not known, a literal whose name is not known, and one that is known from here on.
    let head = reading.read("82 be 7f0001 61 4003 6162 6301 78")
    #expect(!head.isDamaged)
    #expect(reading.fields(head) == [":method: GET", "abc: x"])
    #expect(head.unresolved == 2)
    // abc is the newest entry; the one before it has a value and no name; those behind are older than the capture.
    let next = reading.read("be bf c0")
    #expect(reading.fields(next) == ["abc: x"])
    #expect(next.unresolved == 2)
  }

  @Test("behind a lost block, nothing that was known is taken for something else")
  func lostBlock() {
    var reading = HPACKReading()
    _ = reading.read("4003 6162 6301 78")
    reading.lose()
    let head = reading.read("82 be")
    #expect(reading.fields(head) == [":method: GET"])
    #expect(head.unresolved == 1)
  }

  // MARK: - What must not be

  @Test(
    "damaged blocks are told as such, and what came before them is kept",
    arguments: [
      "82 80",  // index 0
      "82 be",  // an entry that is not there
      "82 40",  // a name that is not there
      "82 4003 6162",  // a string that ends early
      "82 ff",  // an integer that ends early
      "82 ffff ffff ffff 7f",  // an integer without end
      "82 4081 00 0178",  // padding of the Huffman code that is not ones
      "82 4082 ffff 0178",  // more than seven bits of padding
      "82 4084 ffff fffc 0178",  // the end of string inside
    ])
  func damaged(_ block: String) {
    var reading = HPACKReading()
    let head = reading.read(block)
    #expect(head.isDamaged)
    #expect(head.method.count == 3)
  }

  @Test("fields beyond what is kept are counted, and the table still follows")
  func bomb() {
    var reading = HPACKReading()
    let value = [UInt8](repeating: 120, count: 4000)
    _ = reading.read([0x40, 1, 97, 0x7f, 0xa1, 0x1e] + value)
    let head = reading.read([UInt8](repeating: 0xbe, count: 10_000) + [0x40, 1, 98, 1, 99])
    #expect(!head.isDamaged)
    #expect(head.oddities.contains(.headTruncated))
    #expect(head.count == 10_001)
    #expect(head.fields.count < 20)
    #expect(reading.table.first == "b: c")
  }

  @Test("a size beyond what is kept makes entries unknown, not wrong")
  func hugeTable() {
    var reading = HPACKReading()
    #expect(!reading.read("3fe1ffff7f").isDamaged)
    let head = reading.read("82 fe")
    #expect(!head.isDamaged)
    #expect(head.unresolved == 1)
  }

  @Test("any octets are decoded without a trap, and to bounded fields")
  func noise() {
    var random = SplitMix(state: 7)
    for _ in 0..<3000 {
      var reading = HPACKReading(isKnown: Bool.random(using: &random))
      for _ in 0..<3 {
        let block = (0..<Int.random(in: 0..<80, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        let head = reading.read(block)
        #expect(head.fields.count <= block.count)
        #expect(reading.decoder.table.octets <= max(4096, reading.decoder.table.maximum))
      }
    }
  }
}
