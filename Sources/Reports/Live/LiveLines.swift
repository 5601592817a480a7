public import Analysis
import Capture
import Flows
import PacketModel

/// A live capture as plain lines, for a file, a pipe, or a terminal that cannot be drawn on.
public enum LiveLines {
  /// "20:06:00.123  eth0: 1,234 packets (56 packets/s, 1.2 Mbit/s), 0 dropped; flows: ...": what changed since the line before.
  public static func status(_ snapshot: LiveSnapshot, since previous: LiveSnapshot?) -> String {
    var parts = [packets(snapshot, since: previous), drops(snapshot), flows(snapshot)]
    if snapshot.exchanges > 0 {
      parts.append("\(HumanUnits.count(snapshot.exchanges, "exchange")), \(HumanUnits.count(snapshot.failedExchanges)) failed")
    }
    if snapshot.segments > 0 {
      parts.append("sent again \(HumanUnits.share(snapshot.retransmittedSegments, of: snapshot.segments))")
    }
    for interface in snapshot.interfaces {
      if let failure = interface.statistics.failure { parts.append(SafeText.escape(failure)) }
    }
    let time = snapshot.time.map { LiveLines.time($0) + "  " } ?? ""
    return time + parts.joined(separator: "; ")
  }

  /// "20:06:00.123  10.0.0.1:40000  200  12.3 ms  GET  http://host/  flow 17"
  public static func exchange(_ exchange: LiveExchange) -> String {
    let words = LiveExchangeWords(exchange)
    let flow = "flow " + FlowRecord.id(exchange.flow.frame, depth: exchange.flow.depth)
    return [time(exchange.time), words.client, words.status, words.total, words.method, words.url, flow].joined(separator: "  ")
  }

  // MARK: - Parts

  /// In UTC, as `LiveExchangeWords` has it.
  private static func time(_ time: Timestamp) -> String {
    var text: [UInt8] = []
    time.appendTimeOfDay(to: &text)
    return String(decoding: text.prefix(12), as: UTF8.self)
  }

  private static func packets(_ snapshot: LiveSnapshot, since previous: LiveSnapshot?) -> String {
    let count = HumanUnits.count(snapshot.frames, "packet")
    guard let from = previous?.time, let to = snapshot.time, to > from else { return count }
    let seconds = Double(to.nanoseconds(since: from)) / 1e9
    let packets = Double(snapshot.frames - (previous?.frames ?? 0)) / seconds
    let octets = Double(snapshot.octets - (previous?.octets ?? 0)) / seconds
    return "\(count) (\(HumanUnits.count(Int(packets.rounded()))) packets/s, \(HumanUnits.rate(bits: octets * 8)))"
  }

  private static func drops(_ snapshot: LiveSnapshot) -> String {
    let kernel = snapshot.interfaces.compactMap(\.statistics.droppedByKernel)
    let interface = snapshot.interfaces.compactMap(\.statistics.droppedByInterface)
    guard !kernel.isEmpty else { return "drops not known" }
    let rest = interface.isEmpty ? "" : ", \(HumanUnits.count(interface.reduce(0, &+))) by the interface"
    return "dropped \(HumanUnits.count(kernel.reduce(0, &+))) by the kernel" + rest
  }

  private static func flows(_ snapshot: LiveSnapshot) -> String {
    "flows \(HumanUnits.count(snapshot.survey.alive)) alive, \(HumanUnits.count(snapshot.endedFlows)) ended, "
      + "\(HumanUnits.count(snapshot.evictedFlows)) evicted, \(HumanUnits.size(snapshot.memory))"
  }
}
