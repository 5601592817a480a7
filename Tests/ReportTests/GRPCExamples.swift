import ApplicationModel
import Fixtures
import PacketModel
import Protobuf

@testable import Flows
@testable import Reports

/// gRPC calls written by hand.
enum GRPCExamples {
  /// A call with everything in it that can be told; nothing describes it.
  static func everything(_ made: inout HandmadeLog) -> GRPCCall {
    var call = GRPCCall(.web, .proto)
    call.isGuess = true
    call.service = made.place("weir.test.Greeter")
    call.method = made.place("Down")
    call.timeout = 200_000_000
    call.request.encoding = Array("gzip".utf8)
    call.request.missingOctets = 3
    call.request.unreadOctets = 4
    call.status = 4
    call.statusMessage = Array("too \"late\"".utf8)
    call.isTrailersOnly = true
    call.omittedMessages = 2
    call.fault = .init(.badFlag, at: HandmadeLog.point(7, 5), isRequest: true)
    call.faults = 2
    // user, password, Token { value, issued }, 1.0 as fixed32 and fixed64, a group, and octets.
    let login: [UInt8] =
      [10, 3] + Array("ann".utf8) + [0x12, 7] + Array("hunter2".utf8) + [0x1a, 4, 10, 0, 16, 5] + [0x3d, 0, 0, 0x80, 0x3f]
      + [0x41, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f] + [0x4b, 8, 1, 0x4c] + [0x52, 1, 0xff]
    add(login, to: &call, isRequest: true) { $0.isCompressed = true }
    add([0x12, 100, 1], to: &call, isRequest: false) { message in
      message.octets = 102
      message.length = 110
      message.isComplete = false
      message.missingOctets = 8
      message.decodingProblem = .gap
    }
    add(Array("no message".utf8), to: &call, isRequest: false)
    add([0xff], to: &call, isRequest: false)
    add((0..<600).flatMap { _ in [8, 1] as [UInt8] }, to: &call, isRequest: false)
    return call
  }

  /// The same of which a descriptor speaks.
  static func described(_ made: inout HandmadeLog) throws -> GRPCCall {
    var call = GRPCCall(.grpc, .json)
    call.format = .proto
    call.schema = try ProtoJSONTests.schema()
    call.service = made.place("weir.test.Greeter")
    call.method = made.place("Down")
    call.timeout = 5_000_000_000
    call.status = 0
    add([10, 3] + Array("ann".utf8) + [0x12, 7] + Array("hunter2".utf8) + [0x78, 1], to: &call, isRequest: true)
    add([0x18, 1], to: &call, isRequest: false)
    add([0x18, 1, 0x72, 9, 0x61], to: &call, isRequest: false) { $0.octets = 13 }
    return call
  }

  static func add(
    _ octets: [UInt8], to call: inout GRPCCall, isRequest: Bool, _ fill: (inout GRPCCall.Message) -> Void = { _ in }
  ) {
    var message = GRPCCall.Message(
      first: HandmadeLog.point(5, 1), last: HandmadeLog.point(6, 2), isRequest: isRequest, length: octets.count,
      isCompressed: false)
    message.content = call.content.count..<call.content.count + octets.count
    message.octets = octets.count
    message.wireOctets = octets.count
    message.isComplete = true
    call.content += octets
    fill(&message)
    let change = { (side: inout GRPCCall.Side) in
      side.messages += 1
      side.octets += message.octets
      side.wireOctets += message.wireOctets
      if message.isCompressed { side.compressedMessages += 1 }
    }
    if isRequest { change(&call.request) } else { change(&call.response) }
    call.messages.append(message)
  }
}
