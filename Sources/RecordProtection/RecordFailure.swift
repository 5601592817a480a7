/// Why a record could not be opened.
public enum RecordFailure: Error, Hashable, Sendable {
  /// Its tag or MAC is not right.
  case badTag
  /// Shorter than what its protection adds, or no whole number of blocks.
  case badLength
  /// Its padding cannot be (CBC), or nothing but padding (TLS 1.3).
  case badPadding
  /// The octets before it are needed and were not captured (CBC before TLS 1.1, stream ciphers).
  case stateLost
}
