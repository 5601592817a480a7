/// What the lines of key logs were, and how many: all that may be told of them.
public struct KeyLogSummary: Hashable, Sendable {
  /// All of them, blank ones and comments too.
  public var lines = 0
  /// Secrets that were new and are kept.
  public var secrets = 0
  /// Secrets that were there already.
  public var repeated = 0
  /// Secrets other than the one that was there already for the same label and random, which stays.
  public var conflicting = 0
  /// Secrets of no use for records: exporters', those of later keys, ECH's.
  public var unused = 0
  /// Labels that nobody knows.
  public var unknown = 0
  /// Cut short, not hexadecimal, or of a wrong length.
  public var malformed = 0
  /// Secrets not kept because there were `SecretStore.maximumLogSecrets` before them.
  public var beyondBound = 0

  public init() {}
}
