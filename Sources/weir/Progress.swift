import Analysis
import Capture
import Glibc
import Reports

/// A line on the terminal that says how far reading has come. Drawn over itself, and gone when reading ends.
///
/// Only on a terminal, and only when it takes long enough to wonder. The clock here is the reader's: it decides when to draw,
/// nothing else.
final class Progress {
  private let isShown: Bool
  private let started = ContinuousClock.now
  private var drawn: ContinuousClock.Instant?
  /// Packets of the captures before this one.
  private var packetsBefore = 0
  private var packets = 0

  private static let patience = Duration.milliseconds(500)
  private static let interval = Duration.milliseconds(200)

  /// With `isShown` false, says nothing.
  init(isShown: Bool = true) { self.isShown = isShown && Terminal.canRedrawErrors }

  func update(_ path: String, _ progress: RunProgress) {
    guard isShown else { return }
    packets = progress.packets
    let now = ContinuousClock.now
    guard now - (drawn ?? started) >= (drawn == nil ? Self.patience : Self.interval) else { return }
    drawn = now
    let width = Terminal.width(of: STDERR_FILENO) ?? TextStyle.defaultWidth
    let line = ProgressLine.text(path, progress, packets: packetsBefore + packets, after: (now - started) / .seconds(1))
    Diagnostics.write("\r" + line.prefix(max(1, width - 1)) + "\u{1b}[K")
  }

  /// Takes the line away; the next capture's packets are added to those so far.
  func clear() {
    packetsBefore += packets
    packets = 0
    guard drawn != nil else { return }
    drawn = started
    Diagnostics.write("\r\u{1b}[K")
  }
}
