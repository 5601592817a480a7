import Foundation
import Secrets
import Testing

/// What is left of a secret. Where it was is read through /proc, for no pointer may be followed there any more.
@Suite struct OverwritingTests {
  @Test("memory is overwritten before it is given back", arguments: [64, 4096, 1 << 20])
  func overwritten(count: Int) throws {
    let memory = try #require(FileHandle(forReadingAtPath: "/proc/self/mem"))
    // No other test has these octets: what it allocates may lie where the secret was.
    let mark = (0..<8).map { _ in UInt8.random(in: 1...255) }
    var secret: Secret? = Secret(count: count) { memory in
      for index in memory.indices { memory[index] = mark[index % 8] }
    }
    let address = try #require(secret.map { Self.address(of: $0) })
    #expect(try Self.marks(mark, in: Self.read(memory, address, count)) == count / 8)
    secret = nil
    // Large pieces go back to the system: then nothing can be read, and nothing is there.
    let left = (try? Self.read(memory, address, count)) ?? Data()
    #expect(Self.marks(mark, in: left) == 0)
  }

  /// How many of the places where the mark was have it.
  private static func marks(_ mark: [UInt8], in octets: Data) -> Int {
    stride(from: 0, to: octets.count - 7, by: 8).count {
      octets[octets.startIndex + $0..<octets.startIndex + $0 + 8].elementsEqual(mark)
    }
  }

  private static func address(of secret: Secret) -> UInt64 {
    secret.withOctets { octets in unsafe octets.withUnsafeBufferPointer { UInt64(UInt(bitPattern: $0.baseAddress)) } }
  }

  private static func read(_ memory: FileHandle, _ address: UInt64, _ count: Int) throws -> Data {
    try memory.seek(toOffset: address)
    return try memory.read(upToCount: count) ?? Data()
  }
}
