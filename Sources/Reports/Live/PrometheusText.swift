public import Analysis
import Capture
import Flows
import PacketModel

/// A live capture's counters as Prometheus scrapes them: its text format, version 0.0.4.
///
/// Units are base units, as its naming rules have it; rates and shares are its reader's to make from the counters.
public enum PrometheusText {
  public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  public static func text(_ snapshot: LiveSnapshot) -> [UInt8] {
    var text = Writer()
    text.family("build_info", .gauge, "The program that answers.")
    text.sample("build_info", label: ("version", ReportDocument.version), "1")
    interfaces(snapshot, to: &text)
    text.single("flows", .gauge, "Flows alive.", snapshot.survey.alive)
    text.single("flows_begun_total", .counter, "Flows that began.", snapshot.begunFlows)
    text.single("flows_ended_total", .counter, "Flows that ended, evicted ones included.", snapshot.endedFlows)
    text.single("flows_evicted_total", .counter, "Flows ended early to stay within a limit.", snapshot.evictedFlows)
    text.single("memory_bytes", .gauge, "Octets that live flows take, about.", snapshot.memory)
    text.single("tcp_segments_total", .counter, "TCP segments that carried octets, a SYN or a FIN.", snapshot.segments)
    text.single(
      "tcp_retransmitted_segments_total", .counter, "Those of them that were sent again.",
      snapshot.retransmittedSegments)
    text.single("exchanges_total", .counter, "HTTP exchanges that ended.", snapshot.exchanges)
    text.single(
      "failed_exchanges_total", .counter, "HTTP exchanges answered with a status of 500 or above, or not at all.",
      snapshot.failedExchanges)
    text.histogram("handshake_seconds", "TCP handshakes, from the SYN to the ACK of the SYN-ACK.", snapshot.handshakes)
    text.histogram(
      "request_seconds", "HTTP exchanges, from the request's first octet to the response's last.", snapshot.requests)
    if let time = snapshot.time {
      text.family("last_packet_timestamp_seconds", .gauge, "When the latest packet came, since 1970.")
      text.sample("last_packet_timestamp_seconds", Writer.seconds(time.nanoseconds))
    }
    return text.octets
  }

  private static func interfaces(_ snapshot: LiveSnapshot, to text: inout Writer) {
    let figures: [(String, Writer.Kind, String, (LiveStatistics) -> Int?)] = [
      ("packets_total", .counter, "Packets read from the interface.", { $0.packets }),
      ("bytes_total", .counter, "Octets of these packets on the wire.", { $0.octets }),
      ("received_total", .counter, "Packets that the filter let pass, as the kernel counts (ps_recv).", { $0.received }),
      (
        "dropped_by_kernel_total", .counter, "Packets lost for want of room in the kernel's buffer (ps_drop).",
        { $0.droppedByKernel }
      ),
      (
        "dropped_by_interface_total", .counter, "Packets lost by the interface or its driver (ps_ifdrop).",
        { $0.droppedByInterface }
      ),
      (
        "interface_up", .gauge, "1 while packets are read from the interface, 0 after it failed.", { $0.failure == nil ? 1 : 0 }
      ),
    ]
    // A name stands once in a family, however often it was given.
    var seen: Set<String> = []
    let interfaces = snapshot.interfaces.filter { seen.insert($0.name).inserted }
    for (name, kind, help, figure) in figures {
      let known = interfaces.compactMap { interface in figure(interface.statistics).map { (interface.name, $0) } }
      guard !known.isEmpty else { continue }
      text.family(name, kind, help)
      for (interface, value) in known { text.sample(name, label: ("interface", interface), String(value)) }
    }
  }
}

/// Writes families of metrics, each behind its HELP and TYPE.
private struct Writer {
  enum Kind: String { case counter, gauge, histogram }

  private(set) var octets: [UInt8] = []

  mutating func family(_ name: String, _ kind: Kind, _ help: String) {
    line("# HELP weir_\(name) \(help)")
    line("# TYPE weir_\(name) \(kind.rawValue)")
  }

  mutating func sample(_ name: String, label: (name: String, value: String)? = nil, _ value: String) {
    let labels = label.map { "{\($0.name)=\"\(Self.escaped($0.value))\"}" } ?? ""
    line("weir_\(name)\(labels) \(value)")
  }

  mutating func single(_ name: String, _ kind: Kind, _ help: String, _ value: Int) {
    family(name, kind, help)
    sample(name, String(value))
  }

  /// Buckets count what is at most as long as their bound, the shorter ones included.
  mutating func histogram(_ name: String, _ help: String, _ histogram: LatencyHistogram) {
    family(name, .histogram, help)
    var count = 0
    for (bound, counted) in zip(LatencyHistogram.bounds, histogram.counts) {
      count &+= counted
      sample("\(name)_bucket", label: ("le", Self.seconds(bound)), String(count))
    }
    sample("\(name)_bucket", label: ("le", "+Inf"), String(histogram.count))
    sample("\(name)_sum", Self.seconds(histogram.sum))
    sample("\(name)_count", String(histogram.count))
  }

  /// "0.0005", "12.5", "3": exact.
  static func seconds(_ nanoseconds: Int64) -> String {
    let whole = nanoseconds.magnitude / 1_000_000_000
    var digits = String(nanoseconds.magnitude % 1_000_000_000)
    digits = String(repeating: "0", count: 9 - digits.count) + digits
    while digits.last == "0" { digits.removeLast() }
    return (nanoseconds < 0 ? "-" : "") + String(whole) + (digits.isEmpty ? "" : ".\(digits)")
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  private mutating func line(_ text: String) {
    octets.append(contentsOf: text.utf8)
    octets.append(UInt8(ascii: "\n"))
  }
}
