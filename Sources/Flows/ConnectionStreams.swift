import Dissection
import Octets
import PacketModel

/// A connection's two directions, put in order for one reader.
struct ConnectionStreams: Sendable {
  private var low = StreamAssembler()
  private var high = StreamAssembler()
  private var reader: any StreamDissector

  init(_ reader: any StreamDissector) { self.reader = reader }

  /// Octets held back because of holes.
  var heldOctets: Int { low.heldOctets &+ high.heldOctets }

  /// Takes a segment's payload, its FIN and what it acknowledges, as stream positions.
  mutating func take(
    _ payload: ByteView, at position: Int?, finAt end: Int?, acknowledging acknowledged: Int?, from sender: Endpoint,
    place: StreamPlace
  ) {
    if let position {
      if sender == .low {
        low.accept(payload, position: position, sender: sender, place: place, to: &reader)
      } else {
        high.accept(payload, position: position, sender: sender, place: place, to: &reader)
      }
    }
    if let end {
      if sender == .low {
        low.accept(finAt: end, sender: sender, place: place, to: &reader)
      } else {
        high.accept(finAt: end, sender: sender, place: place, to: &reader)
      }
    }
    if let acknowledged {
      if sender == .low {
        high.note(acknowledged: acknowledged, sender: .high, place: place, to: &reader)
      } else {
        low.note(acknowledged: acknowledged, sender: .low, place: place, to: &reader)
      }
    }
  }

  mutating func finish(place: StreamPlace) {
    low.finish(sender: .low, place: place, to: &reader)
    high.finish(sender: .high, place: place, to: &reader)
  }
}
