extension LinkType {
  /// The registered name without its LINKTYPE_ prefix.
  public var name: String? { nil }
}
