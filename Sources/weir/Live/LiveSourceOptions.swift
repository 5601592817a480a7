import ArgumentParser
import Capture

/// What `weir live` captures on, and how.
struct LiveSourceOptions: ParsableArguments {
  @Option(
    name: [.customShort("i"), .customLong("interface")],
    help: ArgumentHelp(
      """
      Capture on this interface; several times for several; any for all at once. Without, on the first that is up. \
      weir interfaces lists them.
      """, valueName: "iface"))
  var interfaces: [String] = []

  @Option(
    name: [.customShort("f"), .customLong("filter")],
    help: ArgumentHelp(
      "Only packets that match, in tcpdump's filter language; the kernel keeps the others out.", valueName: "expr"))
  var filter: String?

  @Flag(
    name: [.customShort("p"), .customLong("no-promiscuous")],
    help: "Leave the interface as it is: what is not for this host may not be seen.")
  var isNotPromiscuous = false

  @Flag(name: [.customShort("I"), .customLong("monitor")], help: "802.11 frames as they are on the air, where the device can.")
  var isMonitoring = false

  @Option(
    name: [.customShort("s"), .customLong("snap-length")],
    help: ArgumentHelp("Most octets kept of a packet (262144); 0 is all.", valueName: "octets"))
  var snapLength: Int?

  @Option(
    name: [.customShort("B"), .customLong("buffer-size")],
    help: ArgumentHelp("The kernel's buffer for each interface (32M): what comes in a burst waits there.", valueName: "size"),
    transform: Size.parse)
  var bufferSize: Int?

  @Flag(help: "Take packets as they come, instead of by the block: sooner, at more cost each.")
  var immediate = false

  @Option(
    name: [.customShort("j"), .customLong("time-stamp-type")],
    help: ArgumentHelp("Who tells the time (pcap-tstamp(7)); weir interfaces lists what there is.", valueName: "type"))
  var timeStampType: String?

  @Option(name: .customLong("time-precision"), help: ArgumentHelp("ns or us.", valueName: "unit"))
  var timePrecision: TimePrecision = .ns

  enum TimePrecision: String, ExpressibleByArgument { case ns, us }

  @Option(
    name: [.customShort("c"), .customLong("count")],
    help: ArgumentHelp("End after so many packets.", valueName: "packets"))
  var count: Int?

  @Option(
    help: ArgumentHelp("End after this time, as in 30s, 5m or 2h.", valueName: "time"), transform: DurationArgument.parse)
  var duration: Int64?

  func validate() throws {
    if let snapLength, !(0...Self.mostSnapLength).contains(snapLength) {
      throw ValidationError("--snap-length takes a number from 0 to \(Self.mostSnapLength).")
    }
    if interfaces.contains("") { throw ValidationError("-i takes the name of an interface; weir interfaces lists them.") }
    for (index, name) in interfaces.enumerated() where interfaces[..<index].contains(name) {
      throw ValidationError("-i \(name) is said twice: once is enough.")
    }
    if let count, count < 1 { throw ValidationError("--count takes a number from 1 up.") }
    if let duration, duration <= 0 { throw ValidationError("--duration takes a time longer than 0.") }
    if let bufferSize, bufferSize > Int(Int32.max) { throw ValidationError("--buffer-size must be below 2G.") }
  }

  /// What libpcap takes for unlimited (MAXIMUM_SNAPLEN).
  private static let mostSnapLength = 262_144

  var options: LiveOptions {
    var options = LiveOptions()
    options.interfaces = interfaces
    options.filter = filter
    options.isPromiscuous = !isNotPromiscuous
    options.isMonitoring = isMonitoring
    if let snapLength, snapLength > 0 { options.snapLength = snapLength }
    if let bufferSize { options.bufferOctets = bufferSize }
    options.isImmediate = immediate
    options.timeStampType = timeStampType
    options.hasNanoseconds = timePrecision == .ns
    options.maximumPackets = count
    return options
  }
}
