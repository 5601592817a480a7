import Synchronization

/// Decodes one compressed stream as its octets come, however they are cut.
///
/// Output goes straight on in pieces; none of it is gathered, and nothing but the library's own state (`memory`) is held
/// between two calls. Made without cost: a library's decoder begins with the first octet.
///
/// A reference, so that it can be kept in a value; copies of that value feed the same stream. Calls from several threads take
/// turns. `output` must not call the decompressor that calls it.
public final class Decompressor: Sendable {
  public let format: CompressionFormat
  public let limits: DecompressionLimits
  private let machine: Mutex<DecodingMachine>

  /// `windowBits`, 8 to 15, is for `.rawDeflate` alone: the base-2 logarithm of the window that the sender promised to keep to
  /// (RFC 7692 §7.1.2). A sender that reaches further back is damaged or not, by how its octets are cut.
  public init(_ format: CompressionFormat, limits: DecompressionLimits = DecompressionLimits(), windowBits: Int = 15) {
    self.format = format
    self.limits = limits
    machine = Mutex(DecodingMachine(format, limits: limits, windowBits: windowBits))
  }

  /// Feeds octets; `output` is called with each decoded piece, at most 64 KiB long.
  ///
  /// What was decoded before an error has been handed out; Brotli and Zstandard may lose what the same call, or the same block,
  /// gave before the damage. Behind an error all input is ignored, without a further error.
  public func decode(_ octets: Span<UInt8>, _ output: (Span<UInt8>) -> Void) throws(DecompressionError) {
    try machine.withLock { machine throws(DecompressionError) in try machine.decode(octets, output) }
  }

  /// The input has ended. Throws `.truncated` when the stream had not, no octet at all being no stream, and again the error
  /// met before. More than 1 MiB is not held any longer.
  public func finish() throws(DecompressionError) {
    try machine.withLock { machine throws(DecompressionError) in try machine.finish() }
  }

  /// A message of WebSocket's permessage-deflate ends here: puts back the 00 00 FF FF that its sender left out (RFC 7692
  /// §7.2.2) and hands out what they release. The window stays for the next message; limits are counted anew.
  ///
  /// Throws `.truncated` when the message ended within a block. Does nothing in formats other than `.rawDeflate`.
  public func endMessage(_ output: (Span<UInt8>) -> Void) throws(DecompressionError) {
    try machine.withLock { machine throws(DecompressionError) in try machine.endMessage(output) }
  }

  /// Forgets the stream, its window, its error and its figures, for another stream of the same format.
  ///
  /// DEFLATE and Zstandard keep up to 1 MiB and begin again at next to no cost. Brotli's decoder cannot begin again, and larger
  /// windows are not kept: that costs a new decoder a stream, some 10 us.
  public func reset() { machine.withLock { $0.reset() } }

  /// The end of the stream has been seen. A further gzip member or Zstandard frame, when one comes, undoes this until its end.
  public var isFinished: Bool { machine.withLock { $0.isFinished } }

  /// What was thrown, and why nothing is decoded any more.
  public var error: DecompressionError? { machine.withLock { $0.error } }

  /// Octets of the stream taken so far, those behind its end left out.
  public var inputOctets: Int { machine.withLock { $0.inputOctets } }

  /// Octets handed out so far.
  public var outputOctets: Int { machine.withLock { $0.outputOctets } }

  /// Octets that came behind the end of the stream and do not belong to it. They are tolerated.
  public var trailingOctets: Int { machine.withLock { $0.trailingOctets } }

  /// Octets held, about: up to 40 KiB for DEFLATE, 16 MiB and tables for Brotli, the allowed window and 0.5 MiB for Zstandard.
  public var memory: Int { machine.withLock { $0.memory } }
}
