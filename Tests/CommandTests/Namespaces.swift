import Foundation
import Testing

/// Two network namespaces joined by a veth pair, removed when nobody needs them any more: `client` has the device c0,
/// `server` s0.
final class Namespaces: Sendable {
  let client: String
  let server: String
  static let clientAddress = "10.76.0.1"
  static let serverAddress = "10.76.0.2"

  /// They need root, iproute2, and what makes traffic in them.
  static let canBe: Bool = {
    guard geteuid() == 0, (try? Program.shell("command -v ip python3 curl"))?.status == 0 else { return false }
    let name = "weirtest-\(getpid())-t"
    guard (try? run(["netns", "add", name])) == 0 else { return false }
    return (try? run(["netns", "del", name])) == 0
  }()
  static let whyNot: Comment = "network namespaces need root, iproute2, python3 and curl"

  init() throws {
    let mark = "weirtest-\(getpid())-\(UUID().uuidString.prefix(8))"
    client = mark + "-c"
    server = mark + "-s"
    for space in [client, server] {
      try Self.must(["netns", "add", space])
      try Self.must(["-n", space, "link", "set", "lo", "up"])
    }
    try Self.must(["link", "add", "c0", "netns", client, "type", "veth", "peer", "name", "s0", "netns", server])
    for (space, device, address) in [(client, "c0", Self.clientAddress), (server, "s0", Self.serverAddress)] {
      try Self.must(["-n", space, "addr", "add", "\(address)/24", "dev", device])
      try Self.must(["-n", space, "link", "set", device, "up"])
    }
  }

  deinit {
    for space in [client, server] { _ = try? Self.run(["netns", "del", space]) }
  }

  /// A program in one of them: `ip` becomes the program.
  func start(_ command: [String], in space: String) throws -> Program.Running {
    try Program.Running(URL(filePath: Self.ip), ["netns", "exec", space] + command, input: nil, environment: [:])
  }

  func run(_ command: [String], in space: String) throws -> Program.Result { try start(command, in: space).finish() }

  /// Waits until somebody captures in a program's namespace: until /proc/net/packet has a socket that runs (packet(7)).
  func waitForCapture(by running: Program.Running) throws {
    for _ in 0..<500 {
      let table = (try? String(contentsOfFile: "/proc/\(running.process.processIdentifier)/net/packet", encoding: .utf8)) ?? ""
      let isCapturing = table.split(separator: "\n").dropFirst().contains { line in
        let fields = line.split(separator: " ")
        return fields.count > 5 && fields[5] == "1"
      }
      if isCapturing {
        // The filter is set after the socket runs.
        Thread.sleep(forTimeInterval: 0.3)
        return
      }
      Thread.sleep(forTimeInterval: 0.02)
    }
    Issue.record("nobody captures")
  }

  private static let ip = "/usr/sbin/ip"

  private static func run(_ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: ip)
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  private static func must(_ arguments: [String]) throws {
    try #require(try run(arguments) == 0, "ip \(arguments.joined(separator: " "))")
  }
}
