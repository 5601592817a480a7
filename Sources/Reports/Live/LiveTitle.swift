/// What a live view says of its capture, beside what is measured.
public struct LiveTitle: Sendable {
  public var interfaces: [String]
  /// In tcpdump's language.
  public var filter: String?
  /// The file that the packets are written to.
  public var recording: String?
  /// Draw with ASCII characters alone.
  public var isASCII = false

  public init(interfaces: [String], filter: String? = nil, recording: String? = nil, isASCII: Bool = false) {
    self.interfaces = interfaces
    self.filter = filter
    self.recording = recording
    self.isASCII = isASCII
  }
}
