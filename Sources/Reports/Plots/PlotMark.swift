import Flows
import PacketModel

/// Something marked in a time-sequence plot: an event of the analysis, or a flag.
struct PlotMark {
  var kind: Kind
  /// Drawn hollow: the octets were sent again for nothing.
  var isSpurious = false
  /// Nanoseconds since the flow's first segment.
  var time: Int64
  /// Stream positions in the direction that is drawn; of what has no octets, the one it stands at.
  var positions: Range<Int>
  var frame: Int
  var text: String

  enum Kind: Int, CaseIterable, Sendable {
    case timeout, fast, tailProbe, handshake, unknown
    case outOfOrder, networkDuplicate, conflictingOverlap, dataAfterClose
    case gap, ackedUnseen, duplicateAck
    case zeroWindow, zeroWindowProbe, zeroWindowProbeAck, windowFull, windowUpdate
    case keepAlive, keepAliveAck, challengeAck, portReuse
    case syn, fin, reset
  }
}

extension PlotMark.Kind {
  /// As the legend names it.
  var label: String {
    switch self {
    case .timeout: "retransmission: timeout"
    case .fast: "retransmission: fast"
    case .tailProbe: "retransmission: tail probe"
    case .handshake: "retransmission: SYN, FIN"
    case .unknown: "retransmission"
    case .outOfOrder: "out of order"
    case .networkDuplicate: "network duplicate"
    case .conflictingOverlap: "other octets than before"
    case .dataAfterClose: "data after close"
    case .gap: "not in the capture"
    case .ackedUnseen: "acknowledged, not captured"
    case .duplicateAck: "duplicate ACK"
    case .zeroWindow: "zero window"
    case .zeroWindowProbe: "window probe"
    case .zeroWindowProbeAck: "answer to a probe"
    case .windowFull: "window full"
    case .windowUpdate: "window update"
    case .keepAlive: "keep-alive"
    case .keepAliveAck: "keep-alive ACK"
    case .challengeAck: "challenge ACK"
    case .portReuse: "ports reused"
    case .syn: "SYN"
    case .fin: "FIN"
    case .reset: "RST"
    }
  }

  /// The class that colours it.
  var ink: String {
    switch self {
    case .timeout: "timeout"
    case .fast: "fast"
    case .tailProbe: "probe"
    case .handshake, .unknown: "again"
    case .outOfOrder: "order"
    case .networkDuplicate: "double"
    case .conflictingOverlap, .dataAfterClose, .reset: "alarm"
    case .gap, .ackedUnseen: "gap"
    case .duplicateAck, .keepAliveAck, .challengeAck: "reply"
    case .zeroWindow, .zeroWindowProbe, .zeroWindowProbeAck, .windowFull, .windowUpdate: "room"
    case .keepAlive, .portReuse, .syn, .fin: "plain"
    }
  }

  var shape: PlotShape {
    switch self {
    case .timeout: .down
    case .fast: .up
    case .tailProbe: .diamond
    case .handshake: .pentagon
    case .unknown: .circle
    case .outOfOrder: .square
    case .networkDuplicate: .plus
    case .conflictingOverlap: .unequal
    case .dataAfterClose: .bang
    case .gap, .ackedUnseen: .none
    case .duplicateAck: .dash
    case .zeroWindow: .letter("0")
    case .zeroWindowProbe: .letter("P")
    case .zeroWindowProbeAck: .letter("A")
    case .windowFull: .ceiling
    case .windowUpdate: .caret
    case .keepAlive: .letter("K")
    case .keepAliveAck: .letter("k")
    case .challengeAck: .letter("C")
    case .portReuse: .letter("N")
    case .syn: .letter("S")
    case .fin: .letter("F")
    case .reset: .cross
    }
  }

  /// Whether the octets it speaks of are drawn as a bar in its colour.
  var hasBar: Bool {
    switch self {
    case .timeout, .fast, .tailProbe, .handshake, .unknown, .outOfOrder, .networkDuplicate, .conflictingOverlap,
      .dataAfterClose, .gap, .ackedUnseen:
      true
    default: false
    }
  }

  /// Whether the segment's own bar is to be left out, for this is drawn in its place.
  var replacesSegment: Bool { hasBar && self != .gap && self != .ackedUnseen }
}

/// What stands at a mark's place.
enum PlotShape: Hashable {
  case none, down, up, diamond, pentagon, circle, square, plus, cross, dash, ceiling, caret, bang, unequal
  case letter(Character)

  /// Around the origin; nothing for a letter.
  var path: String {
    switch self {
    case .none, .letter: ""
    case .down: "M-4-3.2h8L0 4z"
    case .up: "M-4 3.2h8L0-4z"
    case .diamond: "M0-4.6L4.2 0 0 4.6-4.2 0z"
    case .pentagon: "M0-4.4L4.2-1.3 2.6 3.6h-5.2L-4.2-1.3z"
    case .circle: "M-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0z"
    case .square: "M-3.3-3.3h6.6v6.6h-6.6z"
    case .plus: "M-4.4 0h8.8M0-4.4v8.8"
    case .cross: "M-4-4l8 8M-4 4l8-8"
    case .dash: "M-4.5 0h4.5"
    case .ceiling: "M-4 0h8M0 0v4"
    case .caret: "M-3.4 2.4L0-2.6 3.4 2.4"
    case .bang: "M0-5v6M0 3.4v1.6"
    case .unequal: "M-4-1.6h8M-4 1.6h8M-2.4 4.4L2.4-4.4"
    }
  }

  /// Whether it is a line, which cannot be filled.
  var isOpen: Bool {
    switch self {
    case .plus, .cross, .dash, .ceiling, .caret, .bang, .unequal: true
    default: false
    }
  }
}
