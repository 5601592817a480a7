import CBrotli

/// Brotli's decoder. It knows no way back to its beginning: each stream makes a new one, and the end frees it.
@safe
struct BrotliStream: ~Copyable, Sendable {
  /// Only `mutating` functions of their one owner touch these.
  private nonisolated(unsafe) var decoder: OpaquePointer?
  /// What the decoder's allocations hold; on the heap, for the allocator is handed its address.
  private nonisolated(unsafe) var held: UnsafeMutablePointer<Int>?

  init() {
    unsafe decoder = nil
    unsafe held = nil
  }

  deinit {
    if let decoder = unsafe decoder { unsafe BrotliDecoderDestroyInstance(decoder) }
    if let held = unsafe held { unsafe held.deallocate() }
  }

  mutating func begin() -> Bool {
    end()
    if unsafe held == nil {
      let made = UnsafeMutablePointer<Int>.allocate(capacity: 1)
      unsafe made.initialize(to: 0)
      unsafe held = made
    }
    unsafe decoder = BrotliDecoderCreateInstance(brotli_counted_allocate, brotli_counted_free, held)
    return unsafe decoder != nil
  }

  mutating func end() {
    if let decoder = unsafe decoder { unsafe BrotliDecoderDestroyInstance(decoder) }
    unsafe decoder = nil
  }

  mutating func step(_ input: Span<UInt8>, into output: inout OutputSpan<UInt8>) -> StreamStep {
    guard let decoder = unsafe decoder else { return StreamStep(consumed: 0, outcome: .failed(.outOfMemory)) }
    return unsafe input.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output, count in
        var left = input.count
        var next = input.baseAddress
        var room = output.count - count
        var place = unsafe output.baseAddress.map { unsafe $0 + count }
        let answer = unsafe BrotliDecoderDecompressStream(decoder, &left, &next, &room, &place, nil)
        count = output.count - room
        let outcome: StreamStep.Outcome =
          switch answer {
          case BROTLI_DECODER_RESULT_SUCCESS: .ended
          case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT: .goesOn(isFull: false)
          case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: .goesOn(isFull: true)
          default: .failed(unsafe Self.error(BrotliDecoderGetErrorCode(decoder)))
          }
        return StreamStep(consumed: input.count - left, outcome: outcome)
      }
    }
  }

  var memory: Int {
    guard let held = unsafe held else { return 0 }
    return unsafe held.pointee
  }

  /// All errors of allocation stand between these two (brotli/decode.h).
  private static func error(_ code: BrotliDecoderErrorCode) -> DecompressionError {
    let code = code.rawValue
    return BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES.rawValue...BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES.rawValue ~= code
      ? .outOfMemory : .damaged
  }
}
