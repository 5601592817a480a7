import Testing

@testable import Confinement

@Suite("Landlock: what each version can forbid")
struct LandlockRightsTests {
  @Test(
    arguments: [
      (1, 0x1fff, 0, 0), (2, 0x3fff, 0, 0), (3, 0x7fff, 0, 0), (4, 0x7fff, 3, 0), (5, 0x7fff, 3, 0), (6, 0x7fff, 3, 3),
      (7, 0x7fff, 3, 3), (99, 0x7fff, 3, 3),
    ] as [(Int, UInt64, UInt64, UInt64)])
  func versions(_ version: Int, files: UInt64, network: UInt64, scopes: UInt64) {
    let rights = LandlockRights(version: version)
    #expect([rights.files, rights.network, rights.scopes] == [files, network, scopes])
    // A rule may only allow what is forbidden without it.
    #expect(rights.reading & ~rights.files == 0 && rights.writing & ~rights.files == 0)
    // Nothing is run, and what is read is not written.
    #expect((rights.reading | rights.writing) & 1 == 0)
    #expect(rights.reading == 0b1100)
    #expect(rights.writing & 0b100 == 0)
  }
}
