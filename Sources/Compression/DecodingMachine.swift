/// Where in its format a stream stands, whichever library decodes it; and its limits.
struct DecodingMachine: ~Copyable, Sendable {
  private enum Phase: Hashable, Sendable {
    /// Nothing has begun; the first octets may be held.
    case opening
    case inside
    /// Behind a message, the window kept.
    case betweenMessages
    /// Behind the end of a member, a frame or a final block; the first octets of another may be held.
    case ended
    /// Behind everything.
    case trailing
  }

  private let format: CompressionFormat
  private let limits: DecompressionLimits
  private let windowBits: Int

  private var phase = Phase.opening
  private var opening = StreamOpening()
  private var zlib = ZlibStream()
  private var brotli = BrotliStream()
  private var zstandard = ZstandardStream()

  private(set) var error: DecompressionError?
  private var consumed = 0
  private(set) var outputOctets = 0
  private(set) var trailingOctets = 0
  /// Where the limits began to count.
  private var mark = (consumed: 0, output: 0)

  init(_ format: CompressionFormat, limits: DecompressionLimits, windowBits: Int) {
    self.format = format
    self.limits = limits
    // Old zlibs promise 8 and use 9.
    self.windowBits = min(max(windowBits, 9), 15)
  }

  var inputOctets: Int { consumed &+ opening.count }
  var isFinished: Bool { phase == .ended || phase == .trailing }
  var memory: Int { zlib.memory &+ brotli.memory &+ zstandard.memory }

  mutating func decode(_ octets: Span<UInt8>, _ output: (Span<UInt8>) -> Void) throws(DecompressionError) {
    guard error == nil else { return }
    var rest = octets
    // Held during the call only: most streams of a capture wait for their next packet.
    var scratch: [UInt8] = []
    while !rest.isEmpty {
      let taken: Int
      switch phase {
      case .opening, .ended: taken = try open(rest, &scratch, output)
      case .inside: taken = try run(rest, &scratch, output)
      case .betweenMessages:
        phase = .inside
        taken = 0
      case .trailing:
        trailingOctets &+= rest.count
        return
      }
      rest = rest.extracting(droppingFirst: taken)
    }
  }

  mutating func finish() throws(DecompressionError) {
    if let error { throw error }
    switch phase {
    case .opening, .inside: throw fail(.truncated)
    case .ended: endAll()
    case .betweenMessages, .trailing: break
    }
  }

  mutating func endMessage(_ output: (Span<UInt8>) -> Void) throws(DecompressionError) {
    guard format == .rawDeflate, error == nil else { return }
    // Some senders end with a final block and nothing behind it, or send nothing at all for nothing.
    if phase == .inside {
      let before = consumed
      var scratch: [UInt8] = []
      let tail: [UInt8] = [0x00, 0x00, 0xff, 0xff]
      _ = try run(tail.span, &scratch, output)
      consumed = before
      guard phase == .inside, zlib.isBehindBlock else { throw fail(.truncated) }
      phase = .betweenMessages
    }
    mark = (consumed, outputOctets)
  }

  mutating func reset() {
    phase = .opening
    opening.clear()
    trim()
    error = nil
    consumed = 0
    outputOctets = 0
    trailingOctets = 0
    mark = (0, 0)
  }

  // MARK: - Beginnings and ends

  /// Takes octets until they tell what begins here, and begins it. Answers how many it took.
  private mutating func open(
    _ octets: Span<UInt8>, _ scratch: inout [UInt8], _ output: (Span<UInt8>) -> Void
  ) throws(DecompressionError) -> Int {
    var taken = 0
    while true {
      switch opening.verdict(for: format) {
      case .undecided:
        guard taken < octets.count else { return taken }
        opening.append(octets[taken])
        taken &+= 1
      case .begins:
        guard begin() else { throw fail(.outOfMemory) }
        phase = .inside
        let held = opening.held
        opening.clear()
        if !held.isEmpty { _ = try run(held.span, &scratch, output) }
        return taken
      case .differs:
        guard phase == .ended else { throw fail(.damaged) }
        endAll()
        return taken
      }
    }
  }

  private mutating func begin() -> Bool {
    switch format {
    case .gzip: zlib.begin(windowBits: 15 + 16)
    case .zlib: zlib.begin(windowBits: 15)
    case .deflate: zlib.begin(windowBits: opening.isZlibHeader ? 15 : -15)
    case .rawDeflate: phase == .ended ? zlib.goOn() : zlib.begin(windowBits: -windowBits)
    case .brotli: brotli.begin()
    case .zstandard: zstandard.begin(windowBits: limits.zstandardWindowBits)
    }
  }

  private mutating func endMember() {
    switch format {
    case .gzip, .zstandard, .rawDeflate: phase = .ended
    case .zlib, .deflate, .brotli: endAll()
    }
  }

  /// Nothing of the stream comes any more: what is held was no beginning.
  private mutating func endAll() {
    trailingOctets &+= opening.count
    opening.clear()
    phase = .trailing
    trim()
  }

  private mutating func fail(_ error: DecompressionError) -> DecompressionError {
    self.error = error
    trim()
    return error
  }

  /// Gives back what is large or of no further use.
  private mutating func trim() {
    brotli.end()
    zstandard.trim()
  }

  // MARK: - Decoding

  /// Decodes until the octets are used up or the member ends. Answers how many it took.
  private mutating func run(
    _ octets: Span<UInt8>, _ scratch: inout [UInt8], _ output: (Span<UInt8>) -> Void
  ) throws(DecompressionError) -> Int {
    var rest = octets
    var isFull = false
    repeat {
      scratch.removeAll(keepingCapacity: true)
      let step = step(rest, &scratch)
      consumed &+= step.consumed
      rest = rest.extracting(droppingFirst: step.consumed)
      try handOut(scratch.span, output)
      switch step.outcome {
      case .goesOn(let more):
        // A decoder that neither takes nor gives would be asked for ever.
        guard step.consumed > 0 || !scratch.isEmpty || rest.isEmpty else { throw fail(.damaged) }
        isFull = more && !scratch.isEmpty
      case .ended:
        endMember()
        return octets.count &- rest.count
      case .failed(let error): throw fail(error)
      }
    } while isFull || !rest.isEmpty
    return octets.count
  }

  private mutating func step(_ octets: Span<UInt8>, _ scratch: inout [UInt8]) -> StreamStep {
    var step = StreamStep(consumed: 0, outcome: .failed(.damaged))
    scratch.append(addingCapacity: Self.pieceLength) { room in
      switch format {
      case .gzip, .zlib, .rawDeflate, .deflate: step = zlib.step(octets, into: &room)
      case .brotli: step = brotli.step(octets, into: &room)
      case .zstandard: step = zstandard.step(octets, into: &room)
      }
    }
    return step
  }

  private mutating func handOut(_ piece: Span<UInt8>, _ output: (Span<UInt8>) -> Void) throws(DecompressionError) {
    guard !piece.isEmpty else { return }
    let allowed = limits.maximumOutput &- (outputOctets &- mark.output)
    let part = piece.extracting(first: min(piece.count, allowed))
    outputOctets &+= part.count
    if !part.isEmpty { output(part) }
    guard part.count == piece.count else { throw fail(.tooLarge) }
    let produced = outputOctets &- mark.output
    if produced > limits.ratioFloor, produced / limits.maximumRatio > consumed &- mark.consumed { throw fail(.tooLarge) }
  }

  /// Twice DEFLATE's window: zlib copies the window's worth of each piece aside.
  private static let pieceLength = 64 << 10
}
