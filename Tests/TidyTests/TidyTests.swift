import Foundation
import Testing

/// What the house agreed on and no compiler checks. Each test names the lines that break it.
@Suite struct TidyTests {
  /// Where `unsafe` may be written, and why.
  static let unsafeFiles: [String: String] = [
    "Sources/Capture/MappedFile.swift": "maps a file and lends it as a span",
    "Sources/Capture/FileDescriptor.swift": "open, read, poll and fstat",
    "Sources/Capture/Recording/LocalTime.swift": "localtime_r and strftime",
    "Sources/Capture/Recording/RecordingFile.swift": "openat, write, renameat, fstat and poll",
    "Sources/Capture/Recording/RecordingFolder.swift": "open",
    "Sources/Capture/PacketFilter.swift": "libpcap's filter compiler and matcher",
    "Sources/Capture/Live/LiveBell.swift": "pipe and poll",
    "Sources/Capture/Live/LiveHandle.swift": "libpcap's handles, and the callback that copies a packet",
    "Sources/Capture/Live/LiveHandle+Opening.swift": "libpcap's options",
    "Sources/Capture/Live/LivePackets.swift": "takes a packet's octets as libpcap lends them",
    "Sources/Capture/Live/NetworkInterface+Listing.swift": "libpcap's list of interfaces",
    "Sources/Capture/SystemMessage.swift": "strerror",
    "Sources/Confinement/Account.swift": "getpwnam and getpwuid",
    "Sources/Confinement/Capabilities.swift": "capget and capset",
    "Sources/Confinement/ConfinementFacts.swift": "getenv and readdir",
    "Sources/Confinement/Landlock.swift": "Landlock's system calls",
    "Sources/Confinement/PrivilegeChange.swift": "initgroups, setgroups and strerror",
    "Sources/Confinement/SystemCallFilter.swift": "libseccomp",
    "Sources/weir/ExportFolder.swift": "openat, write, renameat and unlinkat",
    "Sources/Compression/ZlibStream.swift": "zlib's inflate",
    "Sources/Compression/BrotliStream.swift": "Brotli's decoder",
    "Sources/Compression/ZstandardStream.swift": "Zstandard's decoder",
    "Sources/RecordProtection/CipherContext.swift": "libcrypto's ciphers",
    "Sources/RecordProtection/CipherLibrary.swift": "libcrypto's algorithms, fetched once",
    "Sources/RecordProtection/DigestContext.swift": "libcrypto's hashes",
    "Sources/RecordProtection/MACContext.swift": "libcrypto's message authentication codes",
    "Sources/Secrets/Secret.swift": "memory that is overwritten before it is given back",
    "Sources/weir/FileStatus.swift": "stat, lstat and fstat",
    "Sources/weir/KeyLogFile.swift": "open, read and poll, into octets that are overwritten",
    "Tests/RecordProtectionTests/OverwritingTests.swift": "where a secret was, to look there after its end",
    "Sources/weir/Live/LiveTerminal.swift": "open, read, write and poll on the terminal",
    "Sources/weir/Live/LiveTerminalMode.swift": "the terminal's attributes and size, and signal handlers that restore them",
    "Sources/weir/Live/MetricsServer.swift": "libmicrohttpd",
    "Sources/weir/Live/MetricsSocket.swift": "socket, bind, listen and getsockname",
    "Sources/weir/Output.swift": "open, write, rename and unlink",
    "Sources/weir/Signals.swift": "signal masks",
    "Sources/weir/Terminal.swift": "the terminal's width and the environment",
  ]

  @Test func unsafeStandsWhereItMay() {
    // The benchmarks read raw memory on purpose and are a package of their own.
    let files = SourceFile.all.filter { !$0.path.hasPrefix("Tests/Benchmarks/") }
    let users = files.filter { file in file.code.contains { $0.text.contains(/\bunsafe\b/) } }.map(\.path)
    #expect(Set(users).subtracting(Self.unsafeFiles.keys) == [])
    #expect(Set(Self.unsafeFiles.keys).subtracting(users) == [], "no longer needs its entry")
  }

  /// Hostile octets must not be able to end the program.
  @Test func dissectorsDoNotTrap() {
    // An exclamation mark behind a name, a call or a subscript, but not before "="; `try!` and `as!`.
    let traps = /[\w\)\]\?]!(?!=)|\b(fatalError|preconditionFailure|precondition|assertionFailure|assert)\(|\bunowned\b/
    let found = SourceFile.below("Dissectors").flatMap { file in
      file.code.filter { $0.text.contains(traps) }.map { "\(file.path):\($0.number): \($0.text)" }
    }
    #expect(found == [])
  }

  @Test func linesFitTheScreen() {
    let found = SourceFile.all.flatMap { file in
      file.lines.enumerated().filter { $1.count > 128 && !Self.isLongText($1) }.map { "\(file.path):\($0.offset + 1)" }
    }
    #expect(found == [])
  }

  /// A line that is one literal has no place to be broken at: descriptions in the schemas, messages.
  private static func isLongText(_ line: Substring) -> Bool {
    guard let start = line.firstIndex(of: "\""), let end = line.lastIndex(of: "\"") else { return false }
    return line.distance(from: start, to: end) > 60
  }

  @Test func nothingIsLeftForLater() {
    let marks = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]
    let found = SourceFile.all.flatMap { file in
      file.lines.enumerated().filter { _, line in marks.contains { line.contains($0) } }.map { "\(file.path):\($0.offset + 1)" }
    }
    #expect(found == [])
  }

  /// `Dissectors/<Target>/<Name>/` holds at least one layer, or the reader of a stream. What has neither is named here.
  @Test func everyDissectorFolderHasALayer() {
    let withoutHeader: Set = [
      "Dissectors/Tunnel/IPInIP", "Dissectors/Application/HTTPBody", "Dissectors/Application/GRPC",
      "Dissectors/Application/HPACK",
    ]
    let files = SourceFile.below("Dissectors").map(\.path).filter { !$0.hasPrefix("Dissectors/Catalog/") }
    let folders = Dictionary(grouping: files) { $0.split(separator: "/").prefix(3).joined(separator: "/") }
    #expect(folders.count > 50)
    let found = folders.filter { folder, files in
      !withoutHeader.contains(folder) && !files.contains { $0.hasSuffix("Layer.swift") || $0.hasSuffix("Dissector.swift") }
    }
    #expect(found.keys.sorted() == [])
  }

  /// Numbers are the places of protocols in layer paths: two with one number would be one protocol.
  @Test func protocolNumbersAreUnique() throws {
    let file = try #require(SourceFile.below("Sources/PacketModel").first { $0.path.hasSuffix("/ProtocolID.swift") })
    let numbers = file.code.compactMap { $0.text.firstMatch(of: /static .*\bProtocolID\(rawValue: (\d+)\)/)?.1 }
    #expect(numbers.count > 50)
    let twice = Dictionary(grouping: numbers) { $0 }.filter { $0.value.count > 1 }
    #expect(twice.keys.sorted() == [])
  }
}
