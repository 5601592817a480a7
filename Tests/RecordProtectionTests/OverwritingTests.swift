import Foundation
import Secrets
import Testing

/// What is left of a secret. Where it was is read through /proc, for no pointer may be followed there any more.
@Suite struct OverwritingTests {
  @Test("memory is overwritten before it is given back", arguments: [64, 4096, 1 << 20])
  func overwritten(count: Int) throws {
    let memory = try #require(FileHandle(forReadingAtPath: "/proc/self/mem"))
    var secret: Secret? = Secret(count: count) { memory in
      for index in memory.indices { memory[index] = 0xa5 }
    }
    let address = try #require(secret.map { Self.address(of: $0) })
    #expect(try Self.read(memory, address, count) == Data(repeating: 0xa5, count: count))
    secret = nil
    // Large pieces go back to the system: then nothing can be read, and nothing is there.
    let left = (try? Self.read(memory, address, count)) ?? Data()
    #expect(!left.contains([UInt8](repeating: 0xa5, count: 8)))
  }

  private static func address(of secret: Secret) -> UInt64 {
    secret.withOctets { octets in unsafe octets.withUnsafeBufferPointer { UInt64(UInt(bitPattern: $0.baseAddress)) } }
  }

  private static func read(_ memory: FileHandle, _ address: UInt64, _ count: Int) throws -> Data {
    try memory.seek(toOffset: address)
    return try memory.read(upToCount: count) ?? Data()
  }
}
