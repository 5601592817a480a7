import Foundation

/// `weir report --ndjson`, the layers it is made of and the baseline loop, over one capture.
struct LayerComparison {
  let weir: String
  let capture: String
  let rounds: Int
  /// A capture without packets: what starting and ending a process takes.
  let empty: String

  private struct Row {
    var name: String
    var command: @Sendable (_ path: String) -> ChildProcess
  }

  private var rows: [Row] {
    let weir = weir
    return [
      Row(name: "weir report --ndjson --threads 1") {
        ChildProcess(executable: weir, arguments: ["report", "--ndjson", "--threads", "1", $0])
      },
      Row(name: "weir report --ndjson") { ChildProcess(executable: weir, arguments: ["report", "--ndjson", $0]) },
    ]
      + Layer.allCases.map { layer in
        Row(name: "in process: \(layer.title)") { .own("layer", layer.rawValue, $0) }
      } + [Row(name: "baseline loop") { .own("baseline", $0) }]
  }

  func run() throws {
    let size = try fileSize(capture)
    // Brings the file into memory, too.
    let counts = try ChildProcess.own("layer", "reading", capture).run(keepingOutput: true)
    guard let packets = Double(counts.output.split(whereSeparator: \.isWhitespace).first ?? ""), packets > 0 else {
      throw BenchmarkError("\(capture): no packets could be read")
    }
    let starts = try Samples.alternate(rows.map { $0.command(empty) }, rounds: max(rounds, 5)).map(\.processor)
    let samples = try Samples.alternate(rows.map { $0.command(capture) }, rounds: rounds)
    print("\n\(capture): \(megabytes(size)) MB, \(Int(packets)) packets")
    let titles = ["wall s", "CPU s", "start s", "packets/s", "GB/s", "ns/packet", "peak MB", "beyond map"]
    print(column("", 40) + titles.map { right($0, 11) }.joined())
    for (index, row) in rows.enumerated() {
      let sample = samples[index]
      if let failure = sample.failure {
        print(column(row.name, 40) + "  failed with status \(failure)")
        continue
      }
      let net = max(0, sample.processor - starts[index])
      print(
        column(row.name, 40)
          + [
            number(sample.wall, 3), number(sample.processor, 3), number(starts[index], 3), number(packets / sample.wall, 0),
            number(Double(size) / sample.wall / 1e9, 2), number(net / packets * 1e9, 1), megabytes(sample.peakMemory),
            megabytes(sample.peakMemory - size),
          ].map { right($0, 11) }.joined())
    }
    guard let baseline = samples.last, baseline.failure == nil, let start = starts.last else {
      print("the baseline loop cannot read this capture (classic pcap of Ethernet only): no ratio")
      return
    }
    for index in 0..<2 {
      let raw = samples[index].ratio(to: baseline, \.processor)
      let net = (samples[index].processor - starts[index]) / max(baseline.processor - start, 0.000_1)
      print(
        "\(rows[index].name): \(number(raw, 2)) times the baseline's CPU, \(number(net, 2)) times without process start"
          + " (goal on bulk: at most 2)")
    }
  }
}

extension Layer {
  fileprivate var title: String {
    switch self {
    case .reading: "reading records"
    case .decoding: "reading, decoding"
    case .flows: "reading, decoding, flows"
    case .streams: "reading, decoding, flows, streams"
    }
  }
}
