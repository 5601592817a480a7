import Testing

@testable import Confinement

/// What is decided from what is found; what comes of it is seen on the finished program.
@Suite("privileges: who to become, and what to keep")
struct PrivilegesTests {
  private static let accounts = [
    Account(login: "root", user: 0, group: 0), Account(login: "tcpdump", user: 105, group: 106),
    Account(login: "alice", user: 1000, group: 1000),
  ]
  private static let all: UInt64 = 0x1ff_ffff_ffff

  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var asked: String?
    var real: UInt32 = 0
    var effective: UInt32 = 0
    var sudo: (UInt32, UInt32)?
    var writes = false
    /// Absent for nobody else.
    var becomes: UInt32?
    var group: UInt32?
    var keeps: UInt64?
    var error: String?
  }

  static let examples = [
    Example(testDescription: "root that writes nothing", keeps: 0),
    Example(testDescription: "root that writes files", writes: true, keeps: 2),
    Example(testDescription: "through sudo", sudo: (1000, 1000), writes: true, becomes: 1000, group: 1000, keeps: 0),
    Example(testDescription: "through sudo, by a user without a name", sudo: (4242, 42), becomes: 4242, group: 42, keeps: 0),
    Example(testDescription: "through sudo, by root", sudo: (0, 0), keeps: 0),
    Example(testDescription: "-Z", asked: "tcpdump", sudo: (1000, 1000), becomes: 105, group: 106, keeps: 0),
    Example(testDescription: "-Z by number", asked: "105", becomes: 105, group: 106, keeps: 0),
    Example(testDescription: "-Z root keeps all", asked: "root", sudo: (1000, 1000), writes: true, keeps: nil),
    Example(testDescription: "-Z 0 is root", asked: "0", keeps: nil),
    Example(testDescription: "-Z nobody there", asked: "bob", error: "-Z bob: there is no such user"),
    Example(
      testDescription: "-Z a number of nobody", asked: "4242",
      error: "-Z 4242: no user has this number, so nobody knows its group"
    ),
    Example(testDescription: "a user with capabilities of the file", real: 1000, effective: 1000, writes: true, keeps: 0),
    Example(testDescription: "a user whose environment has sudo's", real: 1000, effective: 1000, sudo: (0, 0), keeps: 0),
    Example(testDescription: "-Z oneself", asked: "alice", real: 1000, effective: 1000, keeps: 0),
    Example(
      testDescription: "-Z by a user", asked: "tcpdump", real: 1000, effective: 1000,
      error: "-Z tcpdump: only root can become another user"),
    Example(testDescription: "set-user-ID root", real: 1000, effective: 0, becomes: 1000, group: 1000, keeps: 0),
    Example(testDescription: "set-user-ID root, no name", real: 4242, effective: 0, becomes: 4242, group: 7, keeps: 0),
  ]

  @Test(arguments: examples)
  func decide(_ example: Example) throws {
    var plan = ConfinementPlan()
    plan.user = example.asked
    if example.writes { plan.writable = ["/tmp"] }
    let facts = ConfinementFacts(
      realUser: example.real, realGroup: 7, effectiveUser: example.effective, sudoUser: example.sudo?.0,
      sudoGroup: example.sudo?.1, capabilities: Self.all, threads: 1, landlockVersion: 0)
    func decide() throws(ConfinementError) -> Privileges {
      try Privileges(
        plan, facts, account: { name in Self.accounts.first { $0.login == name } },
        accountOf: { number in Self.accounts.first { $0.user == number } })
    }
    if let error = example.error {
      #expect(throws: ConfinementError(error)) { try decide() }
      return
    }
    let found = try decide()
    switch found.identity {
    case .same: #expect(example.becomes == nil)
    case .become(let account): #expect([account.user, account.group] == [example.becomes, example.group])
    }
    #expect(found.kept == example.keeps)
  }
}
