import Analysis
import Capture
import PacketModel

@testable import Flows
@testable import Reports

/// A live capture as a view is told of it, made by hand: a second between one snapshot and the next.
enum LiveExamples {
  static let start: Int64 = 1_700_000_000_000_000_000

  static func view(_ interfaces: [String] = ["eth0"], colour: Bool = false, isASCII: Bool = false) -> LiveView {
    let title = LiveTitle(interfaces: interfaces, filter: "tcp", recording: "web.pcapng", isASCII: isASCII)
    return LiveView(style: TextStyle(width: 80, colour: colour), title: title)
  }

  /// A view that was told of `seconds` snapshots, each with two exchanges.
  static func running(_ seconds: Int = 30, interfaces: [String] = ["eth0"], colour: Bool = false, isASCII: Bool = false)
    -> LiveView
  {
    var view = view(interfaces, colour: colour, isASCII: isASCII)
    for second in 0..<seconds {
      view.update(snapshot(second, interfaces: interfaces), exchanges: [2 * second, 2 * second + 1].map { exchange($0) })
    }
    return view
  }

  static func snapshot(_ second: Int, interfaces: [String] = ["eth0"], flows: Int = 12) -> LiveSnapshot {
    var snapshot = LiveSnapshot()
    snapshot.time = Timestamp(nanoseconds: start + Int64(second) * 1_000_000_000)
    // Faster and faster, then slower.
    snapshot.frames = (0...second).reduce(0) { $0 + 1000 * ($1 % 10) }
    snapshot.octets = snapshot.frames * 800
    snapshot.interfaces = interfaces.enumerated().map { index, name in
      var statistics = LiveStatistics()
      statistics.packets = snapshot.frames / interfaces.count
      statistics.octets = snapshot.octets / interfaces.count
      statistics.received = statistics.packets + index
      statistics.droppedByKernel = index * 7
      statistics.droppedByInterface = 0
      return (name, statistics)
    }
    snapshot.endedFlows = 100 * second
    snapshot.memory = 3 << 20
    snapshot.segments = 4000
    snapshot.retransmittedSegments = 12
    snapshot.begunFlows = 100 * second + flows
    snapshot.exchanges = 2 * second
    snapshot.failedExchanges = 1
    for index in 1...20 {
      snapshot.handshakes.add(Int64(index) * 300_000)
      snapshot.requests.add(Int64(index) * 4_000_000)
    }
    snapshot.survey.flows = (0..<flows).map { glimpse($0, at: second) }
    snapshot.survey.alive = flows
    snapshot.survey.concerned = 3
    return snapshot
  }

  static func glimpse(_ index: Int, at second: Int = 0) -> FlowGlimpse {
    var flow = Handmade.flow { _ in }.flow
    flow.key.highPort = index % 3 == 0 ? 80 : 443
    flow.key.lowPort = UInt16(40_000 + index)
    flow.firstFrame = 10 + 7 * index
    flow.firstTime = Timestamp(nanoseconds: start - Int64(index) * 1_000_000_000)
    flow.lastTime = Timestamp(nanoseconds: start + Int64(second) * 1_000_000_000)
    flow.low.packets = 10 * (index + 1)
    flow.high.packets = 20 * (index + 1)
    flow.low.octets = 1000 * (index + 1)
    flow.high.octets = 20_000 * (index + 1)
    var glimpse = FlowGlimpse(flow: flow, connection: Connection(), client: .low)
    glimpse.application = index % 3 == 0 ? .http : index == 1 ? nil : .tls
    glimpse.recentOctets = 1000 * (12 - index)
    glimpse.recentPackets = 12 - index
    if index == 2 {
      glimpse.concerns = [.reset]
    } else if index == 5 {
      glimpse.concerns = [.retransmitting, .zeroWindow]
      glimpse.retransmittedSegments = 12
    } else if index == 9 {
      glimpse.concerns = [.unanswered]
    }
    return glimpse
  }

  static func exchange(_ index: Int, url: String? = nil) -> LiveExchange {
    LiveExchange(
      time: Timestamp(nanoseconds: start + Int64(index) * 500_000_000), flow: glimpse(index % 12).order,
      client: "10.0.0.1:\(40_000 + index % 12)", method: index % 7 == 3 ? nil : index % 2 == 0 ? "GET" : "POST",
      url: url ?? "http://example.org/things/\(index)?page=[redacted]",
      status: index % 5 == 4 ? nil : [200, 404, 503, 301][index % 4], total: index % 5 == 4 ? nil : Int64(index + 1) * 700_000,
      frame: 20 + index)
  }

  /// The first of the snapshot's flows, opened.
  static var opened: FinishedFlow {
    var made = HandmadeLog()
    for index in 0..<3 {
      let at = Int64(index * 100)
      let request = made.request("GET", "/page/\(index)?token=secret", frames: 20 + index * 2...20 + index * 2, at: at)
      made.add(request, made.response(index == 1 ? 500 : 200, frames: 21 + index * 2...21 + index * 2, at: at + 30))
    }
    var finished = Handmade.flow(packets: (10, 20), payload: (1000, 20_000)) { analysis in
      analysis.events = [Handmade.event(.retransmission, .high, frame: 23), Handmade.event(.zeroWindow, frame: 24)]
      analysis.low.zeroWindows = 1
      analysis.high.retransmissions.segments = 1
    }
    finished.flow = glimpse(0, at: 29).flow
    finished.application = Handmade.facts(made.log)
    return finished
  }
}
