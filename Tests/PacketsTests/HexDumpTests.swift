import Octets
import Testing

@Suite("The hex dump")
struct HexDumpTests {
  @Test("shows offset, octets and text, sixteen a line")
  func lines() {
    var text: [UInt8] = []
    let octets = Array("Hello, world.\n\u{7f}~and more".utf8)
    HexDump.append(ByteView(octets.span), indent: 2, to: &text)
    #expect(
      String(decoding: text, as: UTF8.self) == """
          0000  48 65 6c 6c 6f 2c 20 77  6f 72 6c 64 2e 0a 7f 7e  Hello, world...~
          0010  61 6e 64 20 6d 6f 72 65                           and more

        """)
  }

  @Test("of nothing is nothing")
  func empty() {
    var text: [UInt8] = []
    HexDump.append(ByteView([UInt8]().span), to: &text)
    #expect(text.isEmpty)
  }
}
