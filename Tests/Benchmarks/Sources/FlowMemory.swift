import Foundation

/// What a live flow costs: peak memory beyond the mapped file as it grows with the number of flows.
///
/// Arrays double, so what a flow costs depends on where between two doublings the number lies. The slope is taken between two
/// numbers one of which is twice the other, which lie at the same place; give other numbers to see other places.
struct FlowMemory {
  let weir: String
  let flows: Int
  let directory: String

  func run() throws {
    var peaks: [(flows: Int, single: Int, threaded: Int)] = []
    for count in [flows / 2, flows] {
      let path = "\(directory)/open-\(count).pcap"
      _ = try ChildProcess.own("make", "open", "--size", String(count), path).run()
      let size = try fileSize(path)
      let runs = try [["--threads", "1"], []].map {
        try ChildProcess(executable: weir, arguments: ["report", "--ndjson"] + $0 + [path]).run()
      }
      if let failed = runs.first(where: { $0.status != 0 }) {
        throw BenchmarkError("weir failed with status \(failed.status) on \(path)")
      }
      peaks.append((count, runs[0].peakMemory - size, runs[1].peakMemory - size))
      try? FileManager.default.removeItem(atPath: path)
    }
    print("\nmemory beyond the map with TCP flows that stay open, half of them half-open (goal: at most 400 octets each)")
    for peak in peaks {
      let (single, threaded) = (megabytes(peak.single), megabytes(peak.threaded))
      print("\(right(String(peak.flows), 9)) flows: \(single) MB with 1 thread, \(threaded) MB by default")
    }
    let more = Double(peaks[1].flows - peaks[0].flows)
    print(
      "octets a flow: \(number(Double(peaks[1].single - peaks[0].single) / more, 0)) with 1 thread, "
        + "\(number(Double(peaks[1].threaded - peaks[0].threaded) / more, 0)) by default")
  }
}
