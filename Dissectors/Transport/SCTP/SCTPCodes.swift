/// An SCTP chunk's type (IANA "SCTP Chunk Types").
public struct SCTPChunkType: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let data = SCTPChunkType(rawValue: 0)
  public static let initiation = SCTPChunkType(rawValue: 1)
  public static let initiationAcknowledgment = SCTPChunkType(rawValue: 2)
  public static let selectiveAcknowledgment = SCTPChunkType(rawValue: 3)
  public static let abort = SCTPChunkType(rawValue: 6)
  public static let shutdown = SCTPChunkType(rawValue: 7)
  public static let error = SCTPChunkType(rawValue: 9)
  public static let interleavedData = SCTPChunkType(rawValue: 64)
  public static let forwardTSN = SCTPChunkType(rawValue: 192)

  public var name: String? { Self.names[rawValue] }

  private static let names: [UInt8: String] = [
    0: "DATA", 1: "INIT", 2: "INIT ACK", 3: "SACK", 4: "HEARTBEAT", 5: "HEARTBEAT ACK", 6: "ABORT", 7: "SHUTDOWN",
    8: "SHUTDOWN ACK", 9: "ERROR", 10: "COOKIE ECHO", 11: "COOKIE ACK", 12: "ECNE", 13: "CWR", 14: "SHUTDOWN COMPLETE",
    15: "AUTH", 64: "I-DATA", 128: "ASCONF-ACK", 130: "RE-CONFIG", 132: "PAD", 192: "FORWARD-TSN", 193: "ASCONF",
    194: "I-FORWARD-TSN",
  ]

  /// IANA "SCTP Payload Protocol Identifiers", those in common use.
  static let payloadProtocols: [UInt64: String] = [
    1: "IUA", 2: "M2UA", 3: "M3UA", 4: "SUA", 5: "M2PA", 6: "V5UA", 7: "H.248", 8: "BICC/Q.2150.3", 9: "TALI", 10: "DUA",
    11: "ASAP", 12: "ENRP", 13: "H.323", 14: "Q.IPC/Q.2150.3", 15: "SIMCO", 16: "DDP Segment Chunk",
    17: "DDP Stream Session Control", 18: "S1AP", 19: "RUA", 20: "HNBAP", 21: "ForCES-HP", 22: "ForCES-MP", 23: "ForCES-LP",
    24: "SBc-AP", 25: "NBAP", 27: "X2AP", 28: "IRCP", 29: "LCS-AP", 30: "MPICH2", 31: "SABP", 32: "FGP", 33: "PPP",
    34: "CALCAPP", 35: "SSP", 36: "NPMP-CONTROL", 37: "NPMP-DATA", 38: "ECHO", 39: "DISCARD", 40: "DAYTIME", 41: "CHARGEN",
    42: "3GPP RNA", 43: "3GPP M2AP", 44: "3GPP M3AP", 45: "SSH", 46: "Diameter", 47: "Diameter over DTLS", 48: "R14P",
    50: "WebRTC DCEP", 51: "WebRTC String", 52: "WebRTC Binary Partial", 53: "WebRTC Binary", 54: "WebRTC String Partial",
    55: "3GPP PUA", 56: "WebRTC String Empty", 57: "WebRTC Binary Empty", 58: "XwAP", 59: "Xw-Control Plane", 60: "NGAP",
    61: "XnAP", 62: "F1 AP", 64: "E1 AP",
  ]
}
