import Dispatch

/// Captures on interfaces, through libpcap: packets are read on a thread of their own, and taken in chunks on another.
public final class LiveCapture: Sendable {
  /// One an interface that is captured on, in the order given.
  public let interfaces: [CaptureInterface]
  /// What went otherwise than asked, a line each.
  public let warnings: [String]
  private let options: LiveOptions
  private let sources: [LiveSource]
  private let queue = BoundedQueue<LiveChunk>(capacity: LiveCapture.mostWaiting) { $0.memory }
  private let stopping = StopSignal()
  private let bell = LiveBell()

  /// Opens every interface and sets the filter. Packets come into the kernel's buffers from now on; none is read yet.
  public init(_ options: LiveOptions) throws(LiveError) {
    var warnings: [String] = []
    var sources: [LiveSource] = []
    for name in options.interfaces.isEmpty ? [try Self.usual()] : options.interfaces {
      let handle = try LiveHandle.open(name, options, warnings: &warnings)
      let interface = Self.describe(name, handle, options)
      sources.append(LiveSource(handle, interface))
    }
    if options.interfaces.contains("any"), sources.count > 1 {
      warnings.append("any is all interfaces: the packets of those named beside it come twice")
    }
    self.options = options
    self.sources = sources
    self.warnings = warnings
    interfaces = sources.map(\.interface)
  }

  deinit {
    // Should the thread wait for room, nobody will make any.
    queue.end()
    stop()
  }

  /// Begins reading on a thread of its own. To be called once.
  ///
  /// Each chunk goes to `tap` first, on that thread, then to whoever asks for the next one.
  public func start(tap: (@Sendable (LiveChunk) -> Void)? = nil) {
    let reader = LiveReader(sources, options, queue, stopping, bell, tap: tap)
    DispatchQueue(label: "weir.capture", qos: .userInitiated).async { reader.run() }
  }

  /// The next chunk, waited for as long, at most.
  public func next(waiting milliseconds: Int) -> LiveArrival {
    switch queue.take(waiting: milliseconds) {
    case .element(let chunk): .chunk(chunk)
    case .nothing: .nothing
    case .end: .ended
    }
  }

  /// Chunks that wait to be taken.
  public var waitingChunks: Int { queue.count }

  /// Ends reading. What came before is still handed out, then the end is told.
  public func stop() {
    stopping.stop()
    bell.ring()
  }

  /// Ends reading, though nobody takes chunks now: what is left in the kernel's buffers is read and waits to be taken.
  public func stopWithoutWaiting() {
    stop()
    queue.widen()
  }

  /// Whether all was read and recorded; chunks may still wait to be taken.
  public var isFinished: Bool { queue.isEnded }

  /// What was counted so far, in the order of `interfaces`. Any thread may ask, after the end, too: then it is final.
  public func statistics() -> [LiveStatistics] { sources.map { $0.statistics() } }

  /// Octets of chunks that wait to be analysed: a second of a busy network. More would only be late.
  private static let mostWaiting = 40 << 20

  // MARK: - Interfaces

  /// The interface libpcap would take: the first that is up and not loopback.
  private static func usual() throws(LiveError) -> String {
    let all = NetworkInterface.all().filter { !$0.isLoopback }
    guard let name = (all.first { $0.isUp && $0.isRunning } ?? all.first { $0.isUp })?.name else {
      throw LiveError(interface: nil, .noInterface)
    }
    return name
  }

  private static func describe(_ name: String, _ handle: borrowing LiveHandle, _ options: LiveOptions) -> CaptureInterface {
    var interface = CaptureInterface(
      linkType: handle.linkType, snapLength: handle.snapLength, timeResolution: handle.timeResolution)
    let device = NetworkDevice(name)
    interface.name = name
    interface.filter = options.filter
    interface.os = OperatingSystem.name
    interface.speed = device.speed
    interface.macAddress = device.macAddress
    return interface
  }
}

/// What comes of asking for the next chunk.
public enum LiveArrival: Sendable {
  case chunk(LiveChunk)
  /// None came in time.
  case nothing
  /// None will come any more.
  case ended
}
