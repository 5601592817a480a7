import CZstd

/// Zstandard's decoder. Made when first needed (some 100 KiB, and a window with the first block), kept for the next stream.
@safe
struct ZstandardStream: ~Copyable, Sendable {
  /// Only `mutating` functions of its one owner touch it.
  private nonisolated(unsafe) var context: OpaquePointer?
  /// How many octets to feed next: not more than the rest of a header or of a block.
  private var wanted = Self.opening

  init() { unsafe context = nil }

  deinit {
    if let context = unsafe context { unsafe ZSTD_freeDCtx(context) }
  }

  mutating func begin(windowBits: Int) -> Bool {
    wanted = Self.opening
    if let context = unsafe context { return unsafe ZSTD_isError(ZSTD_DCtx_reset(context, ZSTD_reset_session_only)) == 0 }
    guard let made = unsafe ZSTD_createDCtx() else { return false }
    unsafe context = made
    return unsafe ZSTD_isError(ZSTD_DCtx_setParameter(made, ZSTD_d_windowLogMax, CInt(windowBits))) == 0
  }

  mutating func step(_ input: Span<UInt8>, into output: inout OutputSpan<UInt8>) -> StreamStep {
    guard let context = unsafe context else { return StreamStep(consumed: 0, outcome: .failed(.outOfMemory)) }
    // One block a call: when something behind it is damaged, the library forgets what the same call decoded before.
    let given = min(input.count, wanted)
    var answer = 0
    let step = unsafe input.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output, count in
        var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: given, pos: 0)
        var target = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: count)
        answer = unsafe ZSTD_decompressStream(context, &target, &source)
        unsafe count = target.pos
        let isFull = unsafe target.pos == target.size
        let outcome: StreamStep.Outcome =
          if ZSTD_isError(answer) != 0 {
            .failed(Self.error(ZSTD_getErrorCode(answer)))
          } else if answer == 0 {
            .ended
          } else {
            .goesOn(isFull: isFull)
          }
        return unsafe StreamStep(consumed: source.pos, outcome: outcome)
      }
    }
    // The library asks for the next block's header, too.
    wanted = step.outcome == .ended ? Self.opening : answer > Self.blockHeader ? answer - Self.blockHeader : max(1, answer)
    return step
  }

  /// Frees a decoder that has held a large window: many connections wait long between two bodies. A new one costs some 10 us.
  mutating func trim() {
    guard memory > Self.worthKeeping, let held = unsafe context else { return }
    unsafe ZSTD_freeDCtx(held)
    unsafe context = nil
  }

  var memory: Int {
    guard let context = unsafe context else { return 0 }
    return unsafe ZSTD_sizeof_DCtx(context)
  }

  private static func error(_ code: ZSTD_ErrorCode) -> DecompressionError {
    switch code {
    case ZSTD_error_frameParameter_windowTooLarge: .windowTooLarge
    case ZSTD_error_dictionary_wrong: .needsDictionary
    case ZSTD_error_memory_allocation: .outOfMemory
    default: .damaged
    }
  }

  /// The shortest beginning from which the library says how long the frame header is (RFC 8878 §3.1.1.1).
  private static let opening = 5
  private static let blockHeader = 3
  private static let worthKeeping = 1 << 20
}
