import ApplicationModel
import Dissection
import Flows
import Octets
import PacketModel
import Synchronization

/// Reads connections' streams and writes down what it is told, a line a call: `> text @frame` for octets, `> -5 @frame` for
/// octets that are missing, `> end @frame`. The client stands left, as everywhere in these tests.
final class StreamListener: StreamDissectorSource {
  /// What a reader is told, and where.
  struct Call: Hashable {
    enum Kind: Hashable {
      case octets([UInt8])
      case missing(Int)
      case end
    }

    var sender: Endpoint
    var kind: Kind
    /// Of the first octet.
    var position: Int
    var place: StreamPlace
  }

  private let state = Mutex((calls: [Call](), connections: [StreamConnection](), told: 0))
  /// Octets after which a reader has had enough.
  private let appetite: Int
  /// Octets of memory that a reader says it holds for each octet told.
  private let memory: Int
  /// Who asked first, a reader says.
  private let client: Endpoint?

  init(appetite: Int = .max, memory: Int = 0, client: Endpoint? = nil) {
    self.appetite = appetite
    self.memory = memory
    self.client = client
  }

  var calls: [Call] { state.withLock { $0.calls } }
  var connections: [StreamConnection] { state.withLock { $0.connections } }
  /// How often a reader was asked what it found.
  var told: Int { state.withLock { $0.told } }
  var lines: [String] { calls.map(\.line) }

  func dissector(for connection: StreamConnection) -> (any StreamDissector)? {
    state.withLock { $0.connections.append(connection) }
    return reader
  }

  var reader: any StreamDissector { Reader(listener: self) }

  private struct Reader: StreamDissector {
    let listener: StreamListener
    var octets = 0

    var isDone: Bool { octets >= listener.appetite }
    var memory: Int { octets &* listener.memory }

    mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace) {
      self.octets += octets.count
      note(.octets(octets.copied()), octets.offset, sender, place)
    }

    mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace) { note(.missing(count), 0, sender, place) }

    mutating func finish(_ sender: Endpoint, _ ending: StreamEnding, at place: StreamPlace) { note(.end, 0, sender, place) }

    mutating func tell(_ facts: inout ApplicationFacts) {
      listener.state.withLock { $0.told += 1 }
      if listener.client != nil { facts.protocols.append(.http) }
      facts.client = listener.client
    }

    private func note(_ kind: Call.Kind, _ position: Int, _ sender: Endpoint, _ place: StreamPlace) {
      let call = Call(sender: sender, kind: kind, position: position, place: place)
      listener.state.withLock { $0.calls.append(call) }
    }
  }
}

extension StreamListener.Call {
  var line: String {
    let way = sender == .low ? ">" : "<"
    switch kind {
    case .octets(let octets): return "\(way) \(String(decoding: octets, as: UTF8.self)) @\(place.frame)"
    case .missing(let count): return "\(way) -\(count) @\(place.frame)"
    case .end: return "\(way) end @\(place.frame)"
    }
  }
}

extension Talk {
  /// A side says a text, beginning at `position`, with `seen` octets of the other side acknowledged. Answers the frame.
  @discardableResult
  mutating func tell(
    _ way: Character, _ position: Int, _ text: String, seen: Int, at milliseconds: Double, flags: String = "",
    captured: Int? = nil
  ) -> Int {
    let octets = Array(text.utf8)
    return say(
      way, position..<position + octets.count, ack: seen, at: milliseconds, flags: flags,
      payload: Array(octets.prefix(captured ?? octets.count)))
  }

  /// What a reader is told of it.
  func told(round: Int = .max) -> [String] {
    let listener = StreamListener()
    _ = conversation.run(dissectors: listener, round: round)
    return listener.lines
  }
}
