import ApplicationModel
import ArgumentParser
import Crypto
import Foundation
import RecordProtection
import Secrets

/// `weir-bench records`: how fast records are opened.
struct RecordsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "records", abstract: "Open records of TLS 1.3 with AES-128-GCM, against `openssl speed`, on one thread.")

  @Option(help: ArgumentHelp("Seconds each measurement takes.", valueName: "n"))
  var seconds = 3

  func validate() throws {
    if !(1...60).contains(seconds) { throw ValidationError("--seconds takes a number from 1 to 60.") }
  }

  func run() throws { try RecordComparison(seconds: seconds).run() }
}

/// Opening records of TLS 1.3 with AES-128-GCM, against `openssl speed`: it is the library that should limit.
struct RecordComparison {
  /// Seconds each measurement takes, about.
  let seconds: Int

  func run() throws {
    print("\n" + column("octets a record", 40) + ["GB/s", "ns/record", "openssl GB/s", "ratio"].map { right($0, 14) }.joined())
    for size in [16384, 1400, 256] {
      let own = try Self.openings(of: size, seconds: Double(seconds))
      let title = column(String(size), 40) + right(number(Double(size) * own / 1e9, 2), 14) + right(number(1e9 / own, 0), 14)
      guard let peer = try speed(of: size) else {
        print(title + "  no openssl, no ratio")
        continue
      }
      print(title + right(number(peer / 1e9, 2), 14) + right(number(Double(size) * own / peer, 2), 14))
    }
  }

  /// Records a second.
  private static func openings(of size: Int, seconds: Double) throws -> Double {
    let secret = [UInt8](repeating: 7, count: 32)
    guard let opener = RecordOpener.tls13(CipherSuite(rawValue: 0x1301), trafficSecret: Secret(secret.span)) else {
      throw BenchmarkError("AES-128-GCM is not there")
    }
    let records = try (0..<64).map { try record(of: size, secret: secret, sequence: $0) }
    var plaintext: [UInt8] = []
    var count = 0
    let clock = ContinuousClock()
    let start = clock.now
    while clock.now - start < .seconds(seconds) {
      for (sequence, record) in records.enumerated() {
        _ = try opener.open(type: 23, version: 0x0303, record.span, sequence: UInt64(sequence), into: &plaintext)
      }
      count += records.count
    }
    return Double(count) / ((clock.now - start) / .seconds(1))
  }

  /// A record's fragment as a sender makes it (RFC 8446 §5.2 and §7.3).
  private static func record(of size: Int, secret: [UInt8], sequence: Int) throws -> [UInt8] {
    func expand(_ label: String, _ count: Int) -> SymmetricKey {
      let name = Array("tls13 \(label)".utf8)
      return HKDF<SHA256>.expand(
        pseudoRandomKey: SymmetricKey(data: secret), info: Data([0, UInt8(count), UInt8(name.count)] + name + [0]),
        outputByteCount: count)
    }
    var nonce = expand("iv", 12).withUnsafeBytes { Array($0) }
    nonce[11] ^= UInt8(sequence)
    let length = size + 17
    let box = try AES.GCM.seal(
      [UInt8](repeating: 0x77, count: size) + [23], using: expand("key", 16), nonce: AES.GCM.Nonce(data: nonce),
      authenticating: [23, 3, 3, UInt8(length >> 8), UInt8(length & 255)])
    return Array(box.ciphertext) + Array(box.tag)
  }

  /// Octets a second of `openssl speed`, whose last line is like "+F:25:AES-128-GCM:3585802240.00".
  private func speed(of size: Int) throws -> Double? {
    let arguments = ["speed", "-mr", "-evp", "aes-128-gcm", "-decrypt", "-aead", "-seconds", "\(seconds)", "-bytes", "\(size)"]
    guard let command = ChildProcess.installed("openssl", arguments) else { return nil }
    return try command.run(keepingOutput: true).output.split(separator: "\n").last { $0.hasPrefix("+F") }?
      .split(separator: ":").last.flatMap { Double($0) }
  }
}
