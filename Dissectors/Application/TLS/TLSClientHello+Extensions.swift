import ApplicationModel
import Octets

/// Extension (RFC 8446 §4.2): extension_type (16) | extension_data<0..2^16-1>.
///
/// An extension whose content breaks its format marks the hello; those behind it are read all the same.
extension TLSClientHello {
  mutating func readExtensions(_ octets: inout ByteView) throws(MalformedPacket) {
    var rest = try octets.takeVector16()
    while !rest.isEmpty {
      let type = TLSExtensionType(rawValue: try rest.takeUInt16())
      let content = try rest.takeVector16()
      extensions.append(TLSExtension(type: type, length: content.count))
      do throws(MalformedPacket) {
        try readExtension(type, content)
      } catch {
        isMalformed = true
      }
    }
    try octets.end(of: "client hello")
  }

  private mutating func readExtension(_ type: TLSExtensionType, _ content: ByteView) throws(MalformedPacket) {
    var rest = content
    switch type {
    case .serverName: try readServerNames(&rest)
    case .statusRequest:
      hasStatusRequest = true
      return
    case .supportedGroups: groups = try rest.takeVector16().codePoints()
    case .pointFormats: pointFormats = try rest.takeVector8().copied()
    case .signatureAlgorithms: signatureSchemes = try rest.takeVector16().codePoints()
    case .signatureAlgorithmsCert: certificateSignatureSchemes = try rest.takeVector16().codePoints()
    case .protocolNegotiation: try readProtocols(&rest)
    case .encryptThenMAC: hasEncryptThenMAC = true
    case .extendedMasterSecret: hasExtendedMasterSecret = true
    case .compressCertificate: certificateCompressions = try rest.takeVector8().numbers()
    case .recordSizeLimit: recordSizeLimit = Int(try rest.takeUInt16())
    case .sessionTicket:
      sessionTicket = content.copied()
      return
    case .preSharedKey: try readIdentities(&rest)
    case .earlyData: hasEarlyData = true
    case .supportedVersions: supportedVersions = try rest.takeVector8().codePoints()
    case .pskKeyExchangeModes: pskModes = try rest.takeVector8().copied()
    case .postHandshakeAuth: hasPostHandshakeAuth = true
    case .keyShare: try readKeyShares(&rest)
    case .encryptedClientHello: try readEncryptedClientHello(&rest)
    case .renegotiationInfo: renegotiationInfo = try rest.takeVector8().copied()
    default: return
    }
    try rest.end(of: "extension")
  }

  /// RFC 6066 §3: server_name_list<1..2^16-1> of name_type (8) | name<1..2^16-1>; 0 is host_name, and there is no other.
  private mutating func readServerNames(_ octets: inout ByteView) throws(MalformedPacket) {
    var list = try octets.takeVector16()
    while !list.isEmpty {
      let type = try list.takeUInt8()
      let name = try list.takeVector16()
      if type == 0, serverName == nil { serverName = name.copied() }
    }
  }

  /// RFC 7301 §3.1: protocol_name_list<2..2^16-1> of names<1..2^8-1>.
  private mutating func readProtocols(_ octets: inout ByteView) throws(MalformedPacket) {
    var list = try octets.takeVector16()
    protocols = []
    while !list.isEmpty { protocols.append(try list.takeVector8().copied()) }
  }

  /// RFC 8446 §4.2.8: client_shares<0..2^16-1> of group (16) | key_exchange<1..2^16-1>.
  private mutating func readKeyShares(_ octets: inout ByteView) throws(MalformedPacket) {
    var list = try octets.takeVector16()
    keyShares = []
    while !list.isEmpty {
      let group = NamedGroup(rawValue: try list.takeUInt16())
      keyShares.append(KeyShare(group: group, length: try list.takeVector16().count))
    }
  }

  /// RFC 8446 §4.2.11: identities<7..2^16-1> of identity<1..2^16-1> | obfuscated_ticket_age (32); binders<33..2^16-1>.
  private mutating func readIdentities(_ octets: inout ByteView) throws(MalformedPacket) {
    var list = try octets.takeVector16()
    pskIdentities = []
    while !list.isEmpty {
      let identity = try list.takeVector16().copied()
      pskIdentities.append(PSKIdentity(identity: identity, obfuscatedTicketAge: try list.takeUInt32()))
    }
    _ = try octets.takeVector16()
  }

  /// RFC 9849 §5: type (8), 0 for outer: kdf_id (16) | aead_id (16) | config_id (8) | enc<0..2^16-1> | payload<1..2^16-1>;
  /// 1 for inner, and nothing behind it.
  private mutating func readEncryptedClientHello(_ octets: inout ByteView) throws(MalformedPacket) {
    let type = try octets.takeUInt8()
    guard type == 0 else {
      guard type == 1 else {
        throw MalformedPacket(.forbiddenValue(field: "ECH type", value: UInt64(type)), at: octets.offset &- 1)
      }
      isInnerHello = true
      return
    }
    let kdf = try octets.takeUInt16()
    let aead = try octets.takeUInt16()
    let configID = try octets.takeUInt8()
    let keyLength = try octets.takeVector16().count
    let payloadLength = try octets.takeVector16().count
    encryptedClientHello = EncryptedClientHello(
      kdf: kdf, aead: aead, configID: configID, encapsulatedKeyLength: keyLength, payloadLength: payloadLength)
  }
}
