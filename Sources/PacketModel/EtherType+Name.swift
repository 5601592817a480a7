extension EtherType {
  /// The registered name.
  public var name: String? { nil }
}
