import ApplicationModel
import Dissection
@testable import Flows
import Octets
import PacketModel
import Synchronization
import Testing

/// How readers of datagrams are found, what they are told, what they may hold, and when they are asked what they found.
@Suite struct DatagramTests {
  /// Reads the flows one of whose datagrams begins with "hello", and writes down what it is told.
  private final class Listener: StreamDissectorSource {
    private let state = Mutex((lines: [String](), asked: 0, flows: [StreamConnection]()))
    /// Datagrams after which a reader has had enough, and octets of memory that it says it holds for each.
    let appetite: Int
    let memory: Int

    init(appetite: Int = .max, memory: Int = 0) {
      self.appetite = appetite
      self.memory = memory
    }

    var lines: [String] { state.withLock { $0.lines } }
    /// How often it was asked whether it knows a datagram.
    var asked: Int { state.withLock { $0.asked } }
    var flows: [StreamConnection] { state.withLock { $0.flows } }

    func dissector(for connection: StreamConnection) -> (any StreamDissector)? { nil }

    func dissector(
      recognising datagram: ByteView, from sender: Endpoint, in flow: () -> StreamConnection
    ) -> (any DatagramDissector)? {
      state.withLock { $0.asked += 1 }
      guard String(decoding: datagram.copied(), as: UTF8.self).hasPrefix("hello") else { return nil }
      let flow = flow()
      state.withLock { $0.flows.append(flow) }
      return Reader(listener: self)
    }

    func note(_ line: String) { state.withLock { $0.lines.append(line) } }
  }

  private struct Reader: DatagramDissector {
    static var id: ProtocolID { .dtls }
    var listener = Listener()
    private var taken = 0

    static func recognise(_ datagram: ByteView) -> Recognition { .no }
    init(_ context: StreamContext) {}
    init(listener: Listener) { self.listener = listener }

    var isDone: Bool { taken >= listener.appetite }
    var memory: Int { taken &* listener.memory }

    mutating func receive(_ datagram: ByteView, from sender: Endpoint, at place: StreamPlace) {
      taken += 1
      let missing = datagram.missing > 0 ? " -\(datagram.missing)" : ""
      let text = String(decoding: datagram.copied(), as: UTF8.self)
      listener.note("\(sender == .low ? ">" : "<") \(text)\(missing) @\(place.frame)")
    }

    mutating func finish(at place: StreamPlace) { listener.note("end @\(place.frame)") }

    mutating func tell(_ facts: inout ApplicationFacts) {
      listener.note("told")
      facts.client = .high
    }
  }

  /// Datagrams a second apart: `> text`, `< text`; with a number behind it, so many octets were captured.
  private static func conversation(_ texts: [String], apart seconds: Double = 1) -> Conversation {
    var conversation = Conversation(
      texts.enumerated().map { index, text in
        let parts = text.dropFirst(2).split(separator: "|")
        let octets = Array((parts.first ?? "").utf8)
        var line = Conversation.Line(text.first ?? ">", "", 0, 0, octets.count, at: Double(index) * seconds)
        line.payload = Array(octets.prefix(parts.count > 1 ? Int(parts[1]) ?? 0 : octets.count))
        return line
      })
    conversation.transport = .udp
    return conversation
  }

  @Test("a reader is told the datagram by which it knew the flow, and all that come after")
  func told() throws {
    let listener = Listener()
    let flows = Self.conversation(["> what", "< hello", "> more", "< and more|5", "> last"]).run(dissectors: listener).flows
    #expect(listener.lines == ["< hello @2", "> more @3", "< and m -3 @4", "> last @5", "end @5", "told"])
    #expect(listener.asked == 2)
    #expect(flows.map { $0.application?.protocols } == [[.dtls]])
    #expect(flows.map { "\($0.roles.client) \($0.roles.evidence.rawValue)" } == ["high request"])
    let flow = try #require(listener.flows.first)
    #expect(flow.firstFrame == 1 && flow.client == .low && flow.key.transport == .udp)
  }

  @Test("nobody is asked about datagrams late in a flow, and a flow nobody knows costs nothing")
  func unknown() {
    let late = Listener()
    let texts = Array(repeating: "> no", count: 40) + ["> hello"] + Array(repeating: "< no", count: 31) + ["< hello"]
    let (flows, _, memory) = Self.conversation(texts).run(dissectors: late)
    // The other side has said little yet.
    #expect(late.asked == 32 + 32)
    #expect(late.lines == ["< hello @73", "end @73", "told"])
    #expect(flows.count == 1)
    let unread = Self.conversation(texts).run()
    #expect(memory - unread.memory < 1000)
    let nobody = Listener()
    #expect(Self.conversation(["> no"]).run(dissectors: nobody).memory == Self.conversation(["> no"]).run().memory)
    #expect(unread.flows.first?.application == nil)
  }

  @Test("a datagram without payload is none")
  func empty() {
    let listener = Listener()
    _ = Self.conversation(["> ", "< hello", "> "]).run(dissectors: listener)
    #expect(listener.asked == 1)
    #expect(listener.lines == ["< hello @2", "end @3", "told"])
  }

  @Test("a reader that has had enough is asked once, and told no more")
  func done() {
    let listener = Listener(appetite: 2)
    let flows = Self.conversation(["> hello", "< a", "> b", "< c"]).run(dissectors: listener).flows
    #expect(listener.lines == ["> hello @1", "< a @2", "told"])
    #expect(flows.map { $0.application?.protocols } == [[.dtls]])
  }

  @Test("what was found goes with its flow, and not to the next on the same ports")
  func reused() {
    let listener = Listener()
    let flows = Self.conversation(["> hello", "< a", "> b"], apart: 100).run(dissectors: listener).flows
    #expect(flows.count == 1)
    let apart = Self.conversation(["> hello", "< a", "> b"], apart: 200).run(dissectors: Listener()).flows
    #expect(apart.map { $0.application?.protocols } == [[.dtls], nil, nil])
  }

  @Test("what readers hold counts, and no longer than they hold it")
  func memory() {
    let texts = ["> hello"] + Array(repeating: "< more", count: 15)
    let held = Self.conversation(texts).run(dissectors: Listener(memory: 1000)).memory - Self.conversation(texts).run().memory
    #expect(held > 16_000 && held < 17_000, "\(held)")
    var ended = Self.conversation(texts)
    ended.clockGoesTo = 1000
    let after = ended.run(dissectors: Listener(memory: 1000)).memory
    #expect(after == ended.run().memory, "\(after)")
  }
}
