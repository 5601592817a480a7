public import PacketModel

/// An interface that can be captured on, and what the system tells of it.
public struct NetworkInterface: Hashable, Sendable {
  public struct Address: Hashable, Sendable {
    public var version: IPVersion
    public var address: IPAddress
    public var prefixLength: Int?
    public var broadcast: IPAddress?
    /// The other end of a point-to-point link.
    public var peer: IPAddress?
  }

  public enum Connection: String, Hashable, Sendable {
    case connected, disconnected
  }

  public var name: String
  public var description: String?
  public var addresses: [Address] = []
  public var macAddress: MACAddress?
  public var isUp = false
  public var isRunning = false
  public var isLoopback = false
  public var isWireless = false
  /// Absent where it is not known or means nothing.
  public var connection: Connection?
  /// Largest packet, in octets.
  public var mtu: Int?
  /// Bits a second.
  public var speed: UInt64?
  /// What frames can begin with, the usual one first; absent where the interface could not be opened.
  public var linkTypes: [LinkType]?
  /// By their names (pcap-tstamp(7)).
  public var timeStampTypes: [String] = []
  /// Whether 802.11 frames can be had as they are on the air; absent where that could not be found out.
  public var hasMonitorMode: Bool?
  /// This user may not open the interface to find out more.
  public var isForbidden = false

  init(name: String) { self.name = name }
}
