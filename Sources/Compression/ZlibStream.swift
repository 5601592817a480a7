import CZlib

/// zlib's inflate. Made when first needed (7 KiB, and a window of up to 32 KiB with the first output), kept for the next
/// stream.
@safe
struct ZlibStream: ~Copyable, Sendable {
  /// On the heap, for zlib remembers its address. Only `mutating` functions of its one owner touch it.
  private nonisolated(unsafe) var stream: UnsafeMutablePointer<z_stream>?
  private var windowBits = 0
  private var hasWindow = false

  init() { unsafe stream = nil }

  deinit {
    guard let stream = unsafe stream else { return }
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Prepares for a new stream. `windowBits` as zlib has them: negative without header, 16 more for gzip.
  mutating func begin(windowBits: Int) -> Bool {
    let size = windowBits < 0 ? -windowBits : windowBits & 15
    // zlib drops a window of another size.
    if size != self.windowBits { hasWindow = false }
    self.windowBits = size
    if let stream = unsafe stream { return unsafe inflateReset2(stream, CInt(windowBits)) == Z_OK }
    let made = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe made.initialize(to: z_stream())
    guard unsafe inflateInit2_(made, CInt(windowBits), ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK else {
      unsafe made.deallocate()
      return false
    }
    unsafe stream = made
    return true
  }

  /// Goes on behind a final block, the window kept.
  mutating func goOn() -> Bool {
    guard let stream = unsafe stream else { return false }
    return unsafe inflateResetKeep(stream) == Z_OK
  }

  mutating func step(_ input: Span<UInt8>, into output: inout OutputSpan<UInt8>) -> StreamStep {
    guard let stream = unsafe stream else { return StreamStep(consumed: 0, outcome: .failed(.outOfMemory)) }
    hasWindow = true
    return unsafe input.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output, count in
        let room = UInt32(clamping: output.count - count)
        let given = UInt32(clamping: input.count)
        unsafe stream.pointee.next_in = input.baseAddress
        unsafe stream.pointee.avail_in = given
        unsafe stream.pointee.next_out = output.baseAddress.map { unsafe $0 + count }
        unsafe stream.pointee.avail_out = room
        let answer = unsafe inflate(stream, Z_NO_FLUSH)
        unsafe count += Int(room - stream.pointee.avail_out)
        let consumed = unsafe Int(given - stream.pointee.avail_in)
        let isFull = unsafe stream.pointee.avail_out == 0
        // The borrows end here.
        unsafe stream.pointee.next_in = nil
        unsafe stream.pointee.next_out = nil
        return StreamStep(consumed: consumed, outcome: Self.outcome(answer, isFull: isFull))
      }
    }
  }

  /// Whether what was decoded last ended with a block, on the border of an octet: `data_type` of zlib.h.
  var isBehindBlock: Bool {
    guard let stream = unsafe stream else { return false }
    let state = unsafe stream.pointee.data_type
    return state & 128 != 0 && state & 63 == 0
  }

  var memory: Int {
    guard unsafe stream != nil else { return 0 }
    return 7 << 10 + (hasWindow ? 1 << windowBits : 0)
  }

  private static func outcome(_ answer: CInt, isFull: Bool) -> StreamStep.Outcome {
    switch answer {
    // No progress is an error to zlib; here it is a call without input.
    case Z_OK, Z_BUF_ERROR: .goesOn(isFull: isFull)
    case Z_STREAM_END: .ended
    case Z_NEED_DICT: .failed(.needsDictionary)
    case Z_MEM_ERROR: .failed(.outOfMemory)
    default: .failed(.damaged)
    }
  }
}
