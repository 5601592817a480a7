import ArgumentParser
import Capture
import PacketModel

/// `weir-bench baseline`: the loop everything is compared with, in a process of its own.
struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline", abstract: "Touch every packet's headers and look its flow up; print packets and flows.")

  @Argument var file: String

  func run() throws {
    let counts = try BaselineLoop.run(file)
    print(counts.packets, counts.flows)
  }
}

/// `weir-bench layer`: one layer in a process of its own, for perf, too.
struct LayerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "layer",
    abstract: "Take every packet through one layer (reading, decoding, flows or streams); print their number.")

  @Argument var layer: Layer
  @Argument var file: String

  func run() throws { print(try layer.run(file)) }
}

/// `weir-bench make`: a generated capture, to keep.
struct MakeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "make",
    abstract: "Write generated traffic: mix, bulk, http-small or http-large of --size octets, or open, of --size flows.")

  @Argument var traffic: Traffic
  @Argument var file: String
  @Option(transform: Count.parse) var size = 200_000_000

  func run() throws { try traffic.write(file, size: size) }
}

/// `weir-bench cut`: the first part of a capture, as classic pcap.
struct CutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cut", abstract: "Write a capture's first packets of its first link type, --size octets of them at most.")

  @Argument var file: String
  @Argument var output: String
  @Option(transform: Count.parse) var size = 16_000_000

  func run() throws {
    var reader = try CaptureReader(path: file)
    var records: [PacketRecord] = []
    guard var storage = try reader.read(into: &records, limit: 1024), let linkType = records.first?.linkType else { return }
    var writer = try CaptureWriter(path: output, linkType: UInt32(linkType.rawValue))
    copying: while true {
      for record in records where record.linkType == linkType {
        if writer.count + 16 + record.octets.count > size { break copying }
        try storage.withOctets {
          try writer.write(
            $0.extracting(record.octets), microseconds: Int(record.time.nanoseconds / 1000),
            wireLength: record.wireLength)
        }
      }
      guard let more = try reader.read(into: &records, limit: 1024) else { break }
      storage = more
    }
    try writer.flush()
  }
}

/// Numbers as people write them: 500000, 200M, 1G; decimal, as file sizes are.
enum Count {
  @Sendable static func parse(_ text: String) throws -> Int {
    let units: [Character: Int] = ["K": 1000, "M": 1_000_000, "G": 1_000_000_000]
    let unit = text.last.flatMap { units[Character($0.uppercased())] }
    guard let number = Int(unit == nil ? text : String(text.dropLast())), (0...1_000_000).contains(number) || unit == nil,
      number >= 0
    else { throw ValidationError("'\(text)' is not a number: write 500000, 200M or 1G.") }
    return number * (unit ?? 1)
  }
}
