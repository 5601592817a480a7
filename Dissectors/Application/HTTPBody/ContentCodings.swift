import ApplicationModel
import Compression

/// What was done to a body, as Content-Encoding says (RFC 9110 §8.4).
struct ContentCodings: Sendable {
  /// As a report names it.
  private(set) var coding = HTTPMessage.Coding.identity
  /// How to undo it, the first step first; empty where there is nothing to undo, or nobody knows how.
  private(set) var steps: [CompressionFormat] = []

  /// `values`: those of all the Content-Encoding fields, in their order.
  init(_ values: [ArraySlice<UInt8>]) {
    for value in values {
      for element in value.split(separator: UInt8(ascii: ",")) {
        let token = FieldParameters.trimmed(element)
        if token.isEmpty || token.isToken("identity") { continue }
        guard let (named, format) = Self.known(token), steps.count < Self.maximum else {
          coding = .unknown
          steps = []
          return
        }
        coding = steps.isEmpty ? named : .several
        steps.append(format)
      }
    }
    steps.reverse()
  }

  private static func known(_ token: ArraySlice<UInt8>) -> (HTTPMessage.Coding, CompressionFormat)? {
    if token.isToken("gzip") || token.isToken("x-gzip") { return (.gzip, .gzip) }
    if token.isToken("deflate") { return (.deflate, .deflate) }
    if token.isToken("br") { return (.brotli, .brotli) }
    if token.isToken("zstd") { return (.zstandard, .zstandard) }
    return nil
  }

  /// Codings one on the other that are undone; nobody means to send more than two.
  static let maximum = 4
}
