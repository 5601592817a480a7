import ApplicationModel
import PacketModel

/// Writes what the two sides said of themselves (`client_hello`, `server_hello`): lists in their order, GREASE told apart.
enum TLSHelloRecord {
  static func write(_ hello: TLSClientHello, from sender: String, to json: inout JSONWriter) {
    places(hello.first, hello.last, sender, to: &json)
    json.member("bytes", hello.length)
    json.member("record_version", word: hello.recordVersion.name)
    json.member("legacy_version", word: hello.legacyVersion.name)
    if hello.isSSL2Compatible { json.member("ssl2_compatible", true) }
    json.member("session_id_bytes", hello.sessionID.count)
    json.member("cookie_bytes", hello.cookie?.count)
    json.array("cipher_suites") { json in
      for suite in hello.cipherSuites { json.element(word: suite.name) }
    }
    json.array("cipher_suite_ids") { json in
      for suite in hello.cipherSuites { json.element(Int(suite.rawValue)) }
    }
    words("ssl2_cipher_kinds", hello.ssl2CipherKinds, \.name, to: &json)
    words("compression_methods", hello.compressionMethods, TLSHelloNames.compressionMethod, to: &json)
    extensions(hello.extensions, to: &json)
    words("supported_versions", hello.supportedVersions, \.name, to: &json)
    words("groups", hello.groups, \.name, to: &json)
    words("point_formats", hello.pointFormats, TLSHelloNames.pointFormat, to: &json)
    words("signature_algorithms", hello.signatureSchemes, \.name, to: &json)
    words("certificate_signature_algorithms", hello.certificateSignatureSchemes, \.name, to: &json)
    keys(of: hello, to: &json)
    flags(hello, to: &json)
    words("certificate_compressions", hello.certificateCompressions, TLSHelloNames.certificateCompression, to: &json)
    json.member("record_size_limit", hello.recordSizeLimit)
    if let outer = hello.encryptedClientHello { json.object("encrypted_client_hello") { write(outer, to: &$0) } }
    if hello.isInnerHello { json.member("inner_client_hello", true) }
    json.member("entries_omitted", unlessZero: hello.omitted)
    if hello.isMalformed { json.member("malformed", true) }
    fingerprint("ja3", hello.ja3, to: &json)
    fingerprint("ja3_text", hello.ja3Text, to: &json)
    fingerprint("ja4", hello.ja4, to: &json)
  }

  /// A ServerHello, or a HelloRetryRequest, which has the same form.
  static func write(_ hello: TLSServerHello, from sender: String, to json: inout JSONWriter) {
    places(hello.first, hello.last, sender, to: &json)
    json.member("bytes", hello.length)
    json.member("record_version", word: hello.recordVersion.name)
    json.member("legacy_version", word: hello.legacyVersion.name)
    json.member("version", word: hello.version.name)
    json.member("session_id_bytes", hello.sessionID.count)
    json.member("cipher_suite", word: hello.cipherSuite.name)
    json.member("cipher_suite_id", Int(hello.cipherSuite.rawValue))
    json.member("compression_method", word: TLSHelloNames.compressionMethod(hello.compressionMethod))
    extensions(hello.extensions, to: &json)
    json.member("group", word: hello.group.map(\.name))
    json.member("psk_identity", hello.selectedIdentity.map(Int.init))
    if hello.hasSessionTicket { json.member("session_ticket", true) }
    if hello.hasExtendedMasterSecret { json.member("extended_master_secret", true) }
    if hello.hasEncryptThenMAC { json.member("encrypt_then_mac", true) }
    if hello.hasCookie { json.member("cookie", true) }
    json.member("renegotiation_info_bytes", hello.renegotiationInfo?.count)
    if hello.isMalformed { json.member("malformed", true) }
    fingerprint("ja3s", hello.ja3s, to: &json)
    fingerprint("ja3s_text", hello.ja3sText, to: &json)
  }

  // MARK: - Parts

  private static func places(_ first: StreamPoint, _ last: StreamPoint, _ sender: String, to json: inout JSONWriter) {
    json.member("frame", first.frame)
    json.member("last_frame", last.frame)
    json.member("time", first.time)
    json.member("sender", word: sender)
  }

  private static func extensions(_ extensions: [TLSExtension], to json: inout JSONWriter) {
    json.array("extensions") { json in
      for entry in extensions {
        json.object { json in
          json.member("name", word: entry.type.name)
          json.member("id", Int(entry.type.rawValue))
          json.member("bytes", entry.length)
        }
      }
    }
  }

  /// What keys may be agreed on with: shares, and what is shared already. Tickets and identities are told by their lengths.
  private static func keys(of hello: TLSClientHello, to json: inout JSONWriter) {
    if !hello.keyShares.isEmpty {
      json.array("key_shares") { json in
        for share in hello.keyShares {
          json.object { json in
            json.member("group", word: share.group.name)
            json.member("bytes", share.length)
          }
        }
      }
    }
    words("psk_modes", hello.pskModes, TLSHelloNames.pskMode, to: &json)
    if !hello.pskIdentities.isEmpty {
      json.array("psk_identities") { json in
        for identity in hello.pskIdentities {
          json.object { json in
            json.member("bytes", identity.identity.count)
            json.member("obfuscated_ticket_age", Int(identity.obfuscatedTicketAge))
          }
        }
      }
    }
    json.member("session_ticket_bytes", hello.sessionTicket?.count)
  }

  private static func flags(_ hello: TLSClientHello, to json: inout JSONWriter) {
    if hello.hasEarlyData { json.member("early_data", true) }
    if hello.hasExtendedMasterSecret { json.member("extended_master_secret", true) }
    if hello.hasEncryptThenMAC { json.member("encrypt_then_mac", true) }
    if hello.hasPostHandshakeAuth { json.member("post_handshake_auth", true) }
    if hello.hasStatusRequest { json.member("status_request", true) }
    json.member("renegotiation_info_bytes", hello.renegotiationInfo?.count)
  }

  private static func write(_ outer: TLSClientHello.EncryptedClientHello, to json: inout JSONWriter) {
    json.member("kdf_id", Int(outer.kdf))
    json.member("aead_id", Int(outer.aead))
    json.member("config_id", Int(outer.configID))
    json.member("encapsulated_key_bytes", outer.encapsulatedKeyLength)
    json.member("payload_bytes", outer.payloadLength)
  }

  private static func fingerprint(_ key: String, _ text: String, to json: inout JSONWriter) {
    if !text.isEmpty { json.member(key, word: text) }
  }

  private static func words<Value>(
    _ key: String, _ values: [Value], _ name: (Value) -> String, to json: inout JSONWriter
  ) {
    guard !values.isEmpty else { return }
    json.array(key) { json in
      for value in values { json.element(word: name(value)) }
    }
  }
}
