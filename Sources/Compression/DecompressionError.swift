/// Why a stream could not be decoded, or not to its end.
public enum DecompressionError: Error, Hashable, Sendable {
  /// The octets break the format, or the checksum says that they are not what was compressed.
  case damaged
  /// The input ended before the stream did.
  case truncated
  /// The output outgrew `DecompressionLimits`; what came before was handed out.
  case tooLarge
  /// A Zstandard frame wants a larger window than `DecompressionLimits` allows.
  case windowTooLarge
  /// The stream was made with a dictionary that both ends had beforehand.
  case needsDictionary
  case outOfMemory
}
