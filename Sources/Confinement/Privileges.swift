/// Who a process becomes, and which of root's powers it keeps.
struct Privileges: Hashable, Sendable {
  enum Identity: Hashable, Sendable {
    case same
    case become(Account)
  }

  var identity: Identity
  /// Capabilities to keep, a bit each; absent for all there are.
  var kept: UInt64?

  /// Looks accounts up with `account` and `accountOf`.
  init(
    _ plan: ConfinementPlan, _ facts: ConfinementFacts, account: (String) -> Account?, accountOf: (UInt32) -> Account?
  ) throws(ConfinementError) {
    let wanted = try Self.wanted(plan, account, accountOf)
    guard facts.effectiveUser == 0 else {
      if let wanted, wanted.user != facts.effectiveUser {
        throw ConfinementError("-Z \(wanted.name): only root can become another user")
      }
      self.init(identity: .same, kept: 0)
      return
    }
    if let wanted {
      self = wanted.user == 0 ? Privileges(identity: .same, kept: nil) : Privileges(identity: .become(wanted), kept: 0)
    } else if let caller = Self.caller(facts, accountOf) {
      self.init(identity: .become(caller), kept: 0)
    } else {
      // Root's folders are root's alone; where in them may be written, Landlock says.
      self.init(identity: .same, kept: plan.folders.isEmpty ? 0 : Capabilities.overrideAccess)
    }
  }

  private init(identity: Identity, kept: UInt64?) {
    self.identity = identity
    self.kept = kept
  }

  /// The user that was asked for.
  private static func wanted(
    _ plan: ConfinementPlan, _ account: (String) -> Account?, _ accountOf: (UInt32) -> Account?
  ) throws(ConfinementError) -> Account? {
    guard let user = plan.user else { return nil }
    if let account = account(user) { return account }
    guard let number = UInt32(user) else { throw ConfinementError("-Z \(user): there is no such user") }
    guard let account = accountOf(number) else {
      throw ConfinementError("-Z \(user): no user has this number, so nobody knows its group")
    }
    return account
  }

  /// Who had the program run as root: through sudo, or through its set-user-ID bit.
  private static func caller(_ facts: ConfinementFacts, _ accountOf: (UInt32) -> Account?) -> Account? {
    if facts.realUser != 0 {
      return accountOf(facts.realUser) ?? Account(user: facts.realUser, group: facts.realGroup)
    }
    guard let user = facts.sudoUser, user != 0 else { return nil }
    if let account = accountOf(user) { return account }
    return facts.sudoGroup.map { Account(user: user, group: $0) }
  }
}
