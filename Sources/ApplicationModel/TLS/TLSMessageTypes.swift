/// A record's content (IANA, TLS ContentType).
public struct TLSContentType: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let changeCipherSpec = TLSContentType(rawValue: 20)
  public static let alert = TLSContentType(rawValue: 21)
  public static let handshake = TLSContentType(rawValue: 22)
  public static let applicationData = TLSContentType(rawValue: 23)

  public var name: String {
    switch rawValue {
    case 20: "change_cipher_spec"
    case 21: "alert"
    case 22: "handshake"
    case 23: "application_data"
    case 24: "heartbeat"
    case 25: "tls12_cid"
    case 26: "ack"
    case 27: "return_routability_check"
    default: rawValue.codePointText
    }
  }
}

/// A handshake message (IANA, TLS HandshakeType).
public struct TLSHandshakeType: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let clientHello = TLSHandshakeType(rawValue: 1)
  public static let serverHello = TLSHandshakeType(rawValue: 2)
  public static let certificate = TLSHandshakeType(rawValue: 11)
  public static let finished = TLSHandshakeType(rawValue: 20)

  public var name: String {
    switch rawValue {
    case 0: "hello_request"
    case 1: "client_hello"
    case 2: "server_hello"
    case 3: "hello_verify_request"
    case 4: "new_session_ticket"
    case 5: "end_of_early_data"
    // Of drafts of TLS 1.3; now a ServerHello (RFC 8446 §4.1.4).
    case 6: "hello_retry_request"
    case 8: "encrypted_extensions"
    case 9: "request_connection_id"
    case 10: "new_connection_id"
    case 11: "certificate"
    case 12: "server_key_exchange"
    case 13: "certificate_request"
    case 14: "server_hello_done"
    case 15: "certificate_verify"
    case 16: "client_key_exchange"
    case 17: "client_certificate_request"
    case 20: "finished"
    case 21: "certificate_url"
    case 22: "certificate_status"
    case 23: "supplemental_data"
    case 24: "key_update"
    case 25: "compressed_certificate"
    case 26: "ekt_key"
    // NPN, which ALPN replaced.
    case 67: "next_protocol"
    case 254: "message_hash"
    default: rawValue.codePointText
    }
  }
}
