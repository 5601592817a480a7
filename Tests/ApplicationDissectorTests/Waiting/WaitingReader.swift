import ApplicationModel
import Dissection
import Octets
import PacketModel
import Secrets

/// Reads a made-up protocol in which a connection teaches a secret, `T` and its number, or needs one, `N` and its number. Who
/// gets the secret it needs knows the next one, and teaches that.
struct WaitingReader: StreamDissector {
  let secrets: SecretStore
  private var needed: UInt8?
  private var got: [UInt8] = []
  private var frame = 0
  private var endings: [StreamEnding] = []

  init(_ secrets: SecretStore) { self.secrets = secrets }

  mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace) {
    guard octets.count == 2 else { return }
    frame = place.frame
    switch octets.uint8(at: 0) {
    case UInt8(ascii: "T"): teach(octets.uint8(at: 1))
    case UInt8(ascii: "N"):
      needed = octets.uint8(at: 1)
      reconsider()
    default: break
    }
  }

  mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace) {}

  mutating func finish(_ sender: Endpoint, _ ending: StreamEnding, at place: StreamPlace) { endings.append(ending) }

  var isWaiting: Bool { needed != nil }

  mutating func reconsider() {
    guard let number = needed, secrets.masterSecret(of: Self.name(number)) != nil else { return }
    needed = nil
    got.append(number)
    teach(number &+ 1)
  }

  private func teach(_ number: UInt8) {
    let secret = Array(repeating: number, count: 48)
    secrets.learn(Secret(secret.span), from: .keyLog, of: Self.name(number))
  }

  private static func name(_ number: UInt8) -> SessionName { .id(Array(repeating: number, count: 32)) }

  mutating func tell(_ facts: inout ApplicationFacts) {
    let text = "got \(got) needs \(needed.map(String.init) ?? "nothing") ended \(endings.count)"
    facts.findings.append(Finding("test", .note, text, frames: [frame]))
  }
}

struct WaitingReaders: StreamDissectorSource {
  let secrets: SecretStore

  func dissector(for connection: StreamConnection) -> (any StreamDissector)? { WaitingReader(secrets) }
}
