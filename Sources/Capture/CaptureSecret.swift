public import Secrets

/// The kind of secrets a pcapng decryption secrets block holds (draft-ietf-opsawg-pcapng, "Decryption Secrets Block").
public struct CaptureSecretType: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Lines of an NSS key log, "TLSK".
  public static let tlsKeyLog = CaptureSecretType(rawValue: 0x544c_534b)
  /// "SSHK"
  public static let sshKeyLog = CaptureSecretType(rawValue: 0x5353_484b)
  /// "WGKL"
  public static let wireGuardKeyLog = CaptureSecretType(rawValue: 0x5747_4b4c)
  /// "ZNWK" and "ZAPS"
  public static let zigBeeNetworkKey = CaptureSecretType(rawValue: 0x5a4e_574b)
  public static let zigBeeSupportKey = CaptureSecretType(rawValue: 0x5a41_5053)
  /// "UAKL"
  public static let opcUAKeyLog = CaptureSecretType(rawValue: 0x5541_4b4c)
  /// Any that is not named here, so that a file cannot make up endless kinds.
  public static let other = CaptureSecretType(rawValue: 0)

  /// In reports, in lower case.
  public var name: String { Self.names[self] ?? "other" }

  /// This type where it has a name, else `other`.
  var known: CaptureSecretType { Self.names[self] == nil ? .other : self }

  private static let names: [CaptureSecretType: String] = [
    .tlsKeyLog: "tls_key_log", .sshKeyLog: "ssh_key_log", .wireGuardKeyLog: "wireguard_key_log",
    .zigBeeNetworkKey: "zigbee_nwk_key", .zigBeeSupportKey: "zigbee_aps_key", .opcUAKeyLog: "opcua_key_log",
  ]
}

/// Keys that came with the capture. They say nothing of themselves and are overwritten when nobody has them any more.
public struct CaptureSecret: Sendable {
  public var type: CaptureSecretType
  public var secret: Secret
  /// Where they stand in the window they were read from.
  var place: Range<Int>
}
