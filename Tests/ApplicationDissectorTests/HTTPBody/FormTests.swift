import ApplicationModel
import Testing

@testable import ApplicationDissectors

@Suite struct FormTests {
  static let examples: [(body: String, fields: [String])] = [
    ("", []),
    ("a=1", ["a 1"]),
    ("user=me&password=secret&remember", ["user 2", "password 6", "remember 0"]),
    ("&&a=&=b&=&c==&", ["a 0", " 1", " 0", "c 1"]),
    ("a+b%20c%2B=%26%3d+x", ["a b c+ 4"]),
    ("%=%&%4=%4&%zz=%zz&%%41=%%41&%4%41=%4%41", ["% 1", "%4 2", "%zz 3", "%A 2", "%4A 3"]),
    ("n%C3%A4me=%C3%A4", ["n\u{e4}me 2"]),
    ("long=" + String(repeating: "x%41+", count: 1000), ["long 3000"]),
  ]

  @Test(arguments: examples, [0, 1, 2, 3, 64])
  func fields(_ row: (body: String, fields: [String]), size: Int) {
    var body = Body(row.body, type: "Application/X-WWW-Form-Urlencoded ; charset=UTF-8")
    body.isRequest = true
    let reading = BodyReading(body, cut: size == 0 ? nil : size)
    #expect(reading.message.parts.map { "\(text($0.name) ?? "-") \($0.octets)" } == row.fields)
    #expect(reading.message.parts.allSatisfy { $0.isComplete && $0.contentType == nil && $0.fileName == nil })
  }

  @Test func longNamesAreCut() {
    let reading = BodyReading(Body(String(repeating: "x", count: 100_000) + "=1", type: Self.type), cut: 1460)
    #expect(reading.message.parts.map { $0.name?.count } == [FormFields.maximumName])
    #expect(reading.largestMemory < 4096)
  }

  @Test func manyFieldsAreCounted() {
    let reading = BodyReading(Body(String(repeating: "a=1&", count: 1000), type: Self.type), cut: 1460)
    #expect(reading.message.parts.count == BodyPart.maximum)
    #expect(reading.message.omittedParts == 1000 - BodyPart.maximum)
  }

  @Test func anEndThatIsNone() {
    var body = Body("a=1&b=23", type: Self.type)
    body.isComplete = false
    #expect(BodyReading(body).message.parts.map(\.isComplete) == [true, false])
  }

  @Test(
    arguments: [
      (0, ["- 0!", "bc 2"]), (1, ["- 0!", "bc 2"]), (2, ["a 2!", "bc 2"]), (4, ["a 2!", "bc 2"]), (6, ["a 2", "- 0!"]),
    ],
    [1, 64])
  func holes(_ row: (hole: Int, fields: [String]), size: Int) {
    var body = Body("a=12&bc=34", type: Self.type)
    body.hole = row.hole
    let parts = BodyReading(body, cut: size).message.parts
    #expect(parts.map { "\(text($0.name) ?? "-") \($0.octets)\($0.isComplete ? "" : "!")" } == row.fields)
  }

  static let type = "application/x-www-form-urlencoded"
}
