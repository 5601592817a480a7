extension IPProtocol {
  /// IANA's keyword.
  public var name: String? { nil }
}
