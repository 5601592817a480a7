import Fixtures
import Foundation
import Testing

@Suite("weir explain")
struct ExplainTests {
  static let web = Fixture("tcp/web.pcap").url.path
  static let unicode = ["LC_ALL": "C.UTF-8"]

  @Test("a connection that was reset, segment by segment")
  func ladder() throws {
    let result = try Program.run(
      ["explain", "--flow", "46", Self.web], environment: Self.unicode.merging(["COLUMNS": "76"]) { $1 })
    #expect(result.status == 0)
    #expect(result.complaint.isEmpty)
    #expect(
      result.output == """
        Flow 46: 10 segments in 440 us
          handshake complete in 18.0 us: frames 46, 47, 48
          reset by the client in 55
          client  10.9.0.1:40242
                  6 segments, 27 B, round trips 2.00 us to 7.00 us, 4.00 us on
                  average
          server  10.9.0.2:80
                  4 segments, 116 B, round trips 8.00 us to 11.0 us, 9.50 us on
                  average

        frame      time  client                                               server
           46  0.000000  │── SYN seq 0 win 64240 ─────────────────────────────────>│
           47  0.000011  │<─────────────────────── SYN,ACK seq 0 ack 1 win 65160 ──│
           48  0.000018  │── ACK seq 1 ack 1 ─────────────────────────────────────>│
           49  0.000263  │── PSH,ACK seq 1 ack 1 len 27 ──────────────────────────>│
           50  0.000271  │<──────────────────────────────────── ACK seq 1 ack 28 ──│
           51  0.000380  │<──────────────────────── PSH,ACK seq 1 ack 28 len 111 ──│
           52  0.000383  │── ACK seq 28 ack 112 ──────────────────────────────────>│
           53  0.000393  │<──────────────────────── PSH,ACK seq 112 ack 28 len 5 ──│
           54  0.000395  │── ACK seq 28 ack 117 ──────────────────────────────────>│
           55  0.000440  │── RST,ACK seq 28 ack 117 ──────────────────────────────>│

        """)
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var arguments: [String]
    var status: Int32
    var complaint: String
  }

  static let refusals = [
    Refusal(
      testDescription: "a frame that begins no flow", arguments: ["--flow", "47"], status: 1,
      complaint: "there is no flow 47 here: a flow's id is the number of its first frame; TCP flows are 4, 24, 46, 56, 58"),
    Refusal(
      testDescription: "a flow of another depth", arguments: ["--flow", "46.1"], status: 1, complaint: "there is no flow 46.1"),
    Refusal(
      testDescription: "a flow that is not TCP", arguments: ["--flow", "1"], status: 1,
      complaint: "flow 1 is icmpv6, and only TCP can be drawn"),
    Refusal(
      testDescription: "a flow the filter took away", arguments: ["--flow", "46", "-f", "udp"], status: 1,
      complaint: "there are no TCP flows"),
    Refusal(testDescription: "no id", arguments: ["--flow", "first"], status: 64, complaint: "is not a flow's id"),
    Refusal(testDescription: "half an id", arguments: ["--flow", "46."], status: 64, complaint: "is not a flow's id"),
    Refusal(testDescription: "no flow", arguments: [], status: 64, complaint: "--flow"),
    Refusal(
      testDescription: "a range that ends before it begins", arguments: ["--flow", "46", "--from", "9", "--to", "8"],
      status: 64,
      complaint: "--from is behind --to"),
    Refusal(
      testDescription: "all of a part", arguments: ["--flow", "46", "--all", "--to", "8"], status: 64, complaint: "exclude"),
    Refusal(testDescription: "nothing", arguments: ["--flow", "46", "--limit", "0"], status: 64, complaint: "--limit"),
  ]

  @Test("what cannot be drawn is told with advice", arguments: refusals)
  func refusal(_ refusal: Refusal) throws {
    let result = try Program.run(["explain", Self.web] + refusal.arguments)
    #expect(result.status == refusal.status)
    #expect(result.complaint.contains(refusal.complaint))
    #expect(result.output.isEmpty)
  }

  @Test(
    "characters beyond ASCII where the locale has them, and nobody objects",
    arguments: [
      (["LC_ALL": "C.UTF-8"], [], true), (["LC_ALL": "", "LC_CTYPE": "", "LANG": "de_DE.utf8"], [], true),
      (["LC_ALL": "C.UTF-8"], ["--ascii"], false), (["LC_ALL": "C", "LANG": "C.UTF-8"], [], false),
      (["LC_ALL": "", "LC_CTYPE": "", "LANG": ""], [], false),
    ])
  func characters(environment: [String: String], options: [String], isUnicode: Bool) throws {
    let output = try Program.run(["explain", "--flow", "46", Self.web] + options, environment: environment).output
    #expect(output.contains("RST,ACK"))
    #expect(output.contains { !$0.isASCII } == isUnicode)
  }

  @Test("into a file, of a pipe, on any number of threads the same")
  func ways() throws {
    let folder = try Folder()
    let drawn = try Program.run(["explain", "--flow", "4", Self.web]).output
    #expect(drawn.hasPrefix("Flow 4: "))
    #expect(try Program.run(["explain", "--flow", "4", "-o", folder.path("ladder"), Self.web]).status == 0)
    #expect(try folder.text("ladder") == drawn)
    #expect(try Program.run(["explain", "--flow", "4", "-"], input: URL(filePath: Self.web)).output == drawn)
    #expect(try Program.run(["explain", "--flow", "4", "--threads", "1", Self.web]).output == drawn)
  }

  @Test("frames of a part")
  func part() throws {
    let output = try Program.run(["explain", "--flow", "46", "--from", "49", "--to", "51", Self.web]).output
    #expect(output.matches(of: #/(?m)^ +(\d+) {2}/#).map { String($0.1) } == ["49", "50", "51"])
    #expect(
      output.contains("... 3 segments, nothing unusual (46-48) ...")
        || output.contains("… 3 segments, nothing unusual (46–48) …"))
  }
}
