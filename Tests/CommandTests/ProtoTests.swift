import Fixtures
import Foundation
import Testing

@Suite("--proto")
struct ProtoTests {
  struct Example: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// What stands in the file; nothing for one that is not there.
    var octets: [UInt8]?
    var status: Int32 = 0
    var complaint = ""
  }

  static var examples: [Example] {
    get throws {
      let whole = try Fixture("protobuf/kinds.desc").octets
      return [
        Example(testDescription: "descriptors", octets: whole),
        Example(
          testDescription: "without their imports", octets: try Fixture("protobuf/bare.desc").octets,
          complaint: "the descriptors lack google.protobuf.Any, google.protobuf.BoolValue, google.protobuf.BytesValue and"),
        Example(
          testDescription: "cut", octets: Array(whole.dropLast(100)), status: 1, complaint: "is no FileDescriptorSet"),
        Example(
          testDescription: "the source", octets: Array("syntax = \"proto3\";\nmessage A {}\n".utf8), status: 1,
          complaint: "protoc --include_imports"),
        Example(testDescription: "empty", octets: [], status: 1, complaint: "is no FileDescriptorSet"),
        Example(testDescription: "no file", octets: nil, status: 1, complaint: "there is no such file"),
      ]
    }
  }

  @Test("what is wrong with descriptors is said", arguments: try examples)
  func complains(_ example: Example) throws {
    let folder = try Folder()
    let capture = try folder.write(SmallCapture.datagrams(3), "capture.pcap")
    if let octets = example.octets { _ = try folder.write(octets, "a.desc") }
    for command in ["report", "http"] {
      let result = try Program.run([command, "--proto", folder.path("a.desc"), capture])
      #expect(result.status == example.status)
      #expect(example.complaint.isEmpty || result.complaint.contains(example.complaint), "\(result.complaint)")
      if example.status != 0 { #expect(result.output.isEmpty) }
    }
  }
}
