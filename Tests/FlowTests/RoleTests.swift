import Flows
import PacketModel
import Testing

@Suite struct RoleTests {
  static func evidence(_ lines: [Conversation.Line], _ client: UInt16 = 40_000, _ server: UInt16 = 443) -> String? {
    var conversation = Conversation(lines)
    conversation.clientPort = client
    conversation.serverPort = server
    guard let flow = conversation.flows().first else { return nil }
    return "\(flow.roles.client) \(flow.roles.evidence.rawValue)"
  }

  @Test("who is the client, and by what evidence")
  func evidence() {
    #expect(Self.evidence([.init("<", "S", 1, 0, at: 0)]) == "high syn")
    #expect(Self.evidence([.init("<", "S.", 1, 2, at: 0)]) == "low syn_ack")
    #expect(Self.evidence([.init("<", "P.", 1, 2, 9, at: 0)]) == "low port")
    #expect(Self.evidence([.init("<", "P.", 1, 2, 9, at: 0)], 5000, 50_000) == "high port")
    #expect(Self.evidence([.init("<", "P.", 1, 2, 9, at: 0)], 50_001, 50_000) == "high first_packet")
  }
}
