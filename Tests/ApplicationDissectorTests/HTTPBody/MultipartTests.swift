import ApplicationModel
import Testing

@testable import ApplicationDissectors

@Suite struct MultipartTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var type: String
    var body: String
    /// One a line: octets, name, file name, type, range; "!" behind one that is not complete.
    var parts: [String]

    init(_ name: String, type: String = "multipart/form-data; boundary=b", _ body: String, _ parts: [String]) {
      testDescription = name
      self.type = type
      self.body = body
      self.parts = parts
    }
  }

  static let examples = [
    Example("nothing", "", []),
    Example("only the end", "--b--\r\n", []),
    Example("one part", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nhello\r\n--b--\r\n", ["5 a - - -"]),
    Example("preamble and epilogue", "not\r\nthis\r\n--b\r\n\r\nx\r\n--b--\r\n--b\r\n\r\nnor this\r\n--b\r\n", ["1 - - - -"]),
    Example(
      "RFC 7578 §4.2",
      type: "multipart/form-data; charset=x; boundary=\"AaB03x\"",
      """
      --AaB03x\r
      content-disposition: form-data; name="field1"\r
      content-type: text/plain;charset=UTF-8\r
      content-transfer-encoding: quoted-printable\r
      \r
      Joe owes =E2=82=AC100.\r
      --AaB03x\r
      CONTENT-DISPOSITION : form-data ; NAME = pics ; filename="file1.txt"\r
      Content-Type: \t text/plain \r
      \r
      ... contents of file1.txt ...\r
      --AaB03x--\r

      """, ["22 field1 - text/plain;charset=UTF-8 -", "29 pics file1.txt text/plain -"]),
    Example(
      "ranges", type: "Multipart/ByteRanges;Boundary=THIS_STRING_SEPARATES",
      """
      \r
      --THIS_STRING_SEPARATES\r
      Content-Type: application/pdf\r
      Content-Range: bytes 500-999/8000\r
      \r
      ...\r
      --THIS_STRING_SEPARATES\r
      Content-Type: application/pdf\r
      Content-Range: bytes 7000-7999/8000\r
      \r
      ..\r
      --THIS_STRING_SEPARATES--
      """, ["3 - - application/pdf bytes 500-999/8000", "2 - - application/pdf bytes 7000-7999/8000"]),
    Example("LF alone", "--b\nContent-Type: a/b\n\nx\ny\n--b\n\nz\n--b--", ["3 - - a/b -", "1 - - - -"]),
    Example("padding", "--b \t \r\n\r\nx\r\n--b\t\r\n\r\ny\r\n--b-- \r\n", ["1 - - - -", "1 - - - -"]),
    Example("no text", "--b\r\nA: 1\r\n\r\n\r\n--b\r\n\r\n--b\r\nA: 1\r\n--b--", ["0 - - - -", "0 - - - -", "0 - - - -"]),
    Example("nothing but a line's end", "--b\r\n\r\n\r\n\r\n--b--", ["2 - - - -"]),
    Example("a longer boundary", "--b\r\n\r\n--bc\r\n--b c\r\n--b-\r\n\r\n--b--", ["19 - - - -"]),
    Example("nearly one", "--b\r\n\r\n\r\r\n\n--\r\n-\r\n--b \rx\r\n--b\r\r\n--b--", ["23 - - - -"]),
    Example("not at the start of a line", "x--b\r\n--b\r\n\r\nx--b\r\n --b\r\n--b--", ["10 - - - -"]),
    Example("LF behind CR LF", "--b\r\n\r\nx\r\n\n--b--", ["3 - - - -"]),
    Example("CR in the text", "--b\r\n\r\na\rb\r\r\n--b--", ["4 - - - -"]),
    Example(
      "one inside another", "--b\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n\r\nx\r\n--bb--\r\n\r\n--b--",
      ["19 - - multipart/mixed; boundary=bb -"]),
    Example(
      "hyphens in the boundary", type: "multipart/mixed; boundary=----x", "------x\r\n\r\n----x\r\n------x--", ["5 - - - -"]),
    Example("a space in the boundary", type: "multipart/mixed; boundary=\"a b\"", "--a b\r\n\r\nx\r\n--a b--", ["1 - - - -"]),
    Example("folded", "--b\r\nContent-Disposition: form-data;\r\n name=a;\r\n\tfilename=c\r\n\r\n\r\n--b--", ["0 a c - -"]),
    Example("lines that are no fields", "--b\r\nContent-Type\r\n:\r\n: x\r\nContent-Type:\r\n\r\n\r\n--b--", ["0 - -  -"]),
    Example("the first of each", "--b\r\nContent-Type: a\r\nContent-Type: b\r\n\r\n\r\n--b--", ["0 - - a -"]),
    Example("no end", "--b\r\nContent-Type: a\r\n\r\nx\r\n--", ["5 - - a -!"]),
    Example("no end of the head", "--b\r\nContent-Type: a\r\nContent-", ["0 - - a -!"]),
    Example("an end without its line", "--b\r\n\r\nx\r\n--b", ["1 - - - -"]),
    Example("no delimiter at all", "--c\r\n\r\nx\r\n--c--", []),
    Example("another type", type: "multipart", "--b\r\n\r\nx\r\n--b--", []),
    Example("no boundary", type: "multipart/mixed", "--b\r\n\r\nx\r\n--b--", []),
    Example("an empty boundary", type: "multipart/mixed; boundary=\"\"", "--\r\n\r\nx\r\n----", []),
    Example("a boundary that ends a line", type: "multipart/mixed; boundary=\"a\nb\"", "--a\nb\n\nx\n--a\nb--", []),
  ]

  @Test(arguments: examples, [0, 1, 2, 3, 64])
  func splits(_ example: Example, size: Int) {
    let reading = BodyReading(Body(example.body, type: example.type), cut: size == 0 ? nil : size)
    #expect(reading.message.parts.map(Self.line) == example.parts)
    #expect(reading.message.omittedParts == 0)
  }

  static func line(_ part: BodyPart) -> String {
    let texts = [part.name, part.fileName, part.contentType, part.contentRange].map { text($0) ?? "-" }
    return "\(part.octets) \(texts.joined(separator: " "))\(part.isComplete ? "" : "!")"
  }

  /// Content-Disposition, and the name and file name that it gives.
  @Test(arguments: [
    ("form-data; name=\"a\\\"b\\\\c\"", "a\"b\\c", "-"),
    ("form-data; name=\"a; filename=b\"; filename=\"c;d\"", "a; filename=b", "c;d"),
    ("form-data; name=\"C:\\dir\\file\"", "C:\\dir\\file", "-"),
    ("form-data; name=\"open", "open", "-"),
    ("form-data; name=\"\"; name=b", "", "-"),
    ("form-data; name=a=b ; ; =c; name", "a=b", "-"),
    ("form-data; name=%22; filename=\u{fc}.txt", "%22", "\u{fc}.txt"),
    ("attachment; filename=a; filename*=UTF-8''%e2%82%ac%20rates", "-", "\u{20ac} rates"),
    ("attachment; filename*=utf-8'en'a%2", "-", "a%2"),
    ("attachment; filename*=iso-8859-1'en'%A3%20rates", "-", "\u{a3} rates"),
    ("attachment; filename=a; filename*=koi8-r''%c0", "-", "a"),
    ("attachment; filename=a; filename*=UTF-8%c0", "-", "a"),
    ("", "-", "-"),
  ])
  func dispositions(_ row: (value: String, name: String, fileName: String)) {
    let body = "--b\r\nContent-Disposition: \(row.value)\r\n\r\n\r\n--b--"
    let parts = BodyReading(Body(body, type: "multipart/form-data; boundary=b")).message.parts
    #expect(parts.map { [text($0.name) ?? "-", text($0.fileName) ?? "-"] } == [[row.name, row.fileName]])
  }

  @Test(arguments: [(1, 1), (70, 1), (71, 0)])
  func boundaryLengths(_ row: (length: Int, parts: Int)) {
    let boundary = String(repeating: "x", count: row.length)
    let body = Body("--\(boundary)\r\n\r\nx\r\n--\(boundary)--", type: "multipart/mixed; boundary=\(boundary)")
    #expect(BodyReading(body).message.parts.count == row.parts)
  }

  @Test func manyPartsAreCounted() {
    let body = String(repeating: "--b\r\nContent-Type: a\r\n\r\nx\r\n", count: 1000) + "--b--"
    let reading = BodyReading(Body(body, type: "multipart/mixed; boundary=b"), cut: 1460)
    #expect(reading.message.parts.count == BodyPart.maximum)
    #expect(reading.message.parts.allSatisfy { text($0.contentType) == "a" && $0.octets == 1 && $0.isComplete })
    #expect(reading.message.omittedParts == 1000 - BodyPart.maximum)
  }

  @Test(arguments: [1, 1460, 1 << 20])
  func headsAreBounded(size: Int) {
    let long = String(repeating: "x", count: 40_000)
    let body = "--b\r\nContent-Type: \(long)\r\nContent-Range: 1\r\n\r\nx\r\n--b\r\nContent-Type: a\r\n\r\nyy\r\n--b--"
    let reading = BodyReading(Body(body, type: "multipart/mixed; boundary=b"), cut: size)
    #expect(reading.message.parts.map(\.octets) == [1, 2])
    #expect(reading.message.parts.map { $0.contentType?.count } == [1024, 1])
    #expect(reading.message.parts[0].contentRange == nil)
    #expect(reading.largestMemory < 40_000)
  }

  /// A line of which only the beginning was kept is no delimiter.
  @Test func aHeadFullOfOctets() {
    let filler = String(repeating: "x", count: PartHead.maximum - 4)
    let reading = BodyReading(Body("--b\r\n\(filler)\n--bc\n\nx\n--b--", type: "multipart/mixed; boundary=b"))
    #expect(reading.message.parts.map(\.octets) == [1])
  }

  @Test func textIsNotKept() {
    let text = String(repeating: "0123456789\r\n--\r\n", count: 100_000)
    let reading = BodyReading(Body("--b\r\n\r\n\(text)\r\n--b--", type: "multipart/mixed; boundary=b"), cut: 1460)
    #expect(reading.message.parts.map(\.octets) == [1_600_000])
    #expect(reading.largestMemory < 1024)
  }

  /// Where octets are missing, and what is then known of two parts of five octets: in front of the first, in its head, its
  /// text, its last line's end, in the delimiter behind it, in the next part's head, behind everything.
  @Test(
    arguments: [
      (0, ["5 - - b -"]), (10, ["19 - - - -!", "5 - - b -"]), (25, ["5 - - a -!", "5 - - b -"]),
      (30, ["6 - - a -!", "5 - - b -"]), (32, ["36 - - a -!"]), (36, ["5 - - a -", "24 - - - -!"]),
      (69, ["5 - - a -", "5 - - b -"]),
    ], [1, 2, 3, 64])
  func holes(_ row: (hole: Int, parts: [String]), size: Int) {
    var body = Body(
      "--b\r\nContent-Type: a\r\n\r\n12345\r\n--b\r\nContent-Type: b\r\n\r\n12345\r\n--b--\r\n",
      type: "multipart/mixed; boundary=b")
    body.hole = row.hole
    let parts = BodyReading(body, cut: size).message.parts.map(Self.line)
    #expect(parts == row.parts)
  }
}
