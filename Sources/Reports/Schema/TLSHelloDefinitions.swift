/// `client_hello`, `server_hello`, and what has their form.
enum TLSHelloDefinitions {
  static let text = #"""
        "tls_client_hello": {
          "description": "A ClientHello: what the client can do, in its order, GREASE included. Lists that were not there are absent.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "frame", "last_frame", "time", "sender", "bytes", "record_version", "legacy_version", "session_id_bytes", "cipher_suites",
            "cipher_suite_ids", "extensions"
          ],
          "properties": {
            "frame": { "description": "The frame of its first octet.", "$ref": "#/$defs/frame" },
            "last_frame": { "description": "The frame of its last octet.", "$ref": "#/$defs/frame" },
            "time": { "description": "When its first octet came.", "$ref": "#/$defs/time" },
            "sender": { "description": "Who sent it.", "$ref": "#/$defs/side" },
            "bytes": { "description": "Octets of the message, its header included.", "$ref": "#/$defs/count" },
            "record_version": { "description": "The version of the record around it.", "$ref": "#/$defs/tls_version" },
            "legacy_version": { "description": "The version in it, which TLS 1.3 no longer looks at.", "$ref": "#/$defs/tls_version" },
            "ssl2_compatible": { "description": "It has SSL 2.0's form.", "const": true },
            "session_id_bytes": { "description": "The session id's length.", "$ref": "#/$defs/count" },
            "cookie_bytes": { "description": "DTLS: the cookie's length.", "$ref": "#/$defs/count" },
            "cipher_suites": { "description": "Cipher suites.", "$ref": "#/$defs/tls_names" },
            "cipher_suite_ids": { "description": "Their numbers.", "type": "array", "items": { "$ref": "#/$defs/tls_number" } },
            "ssl2_cipher_kinds": { "description": "SSL 2.0's kinds of cipher.", "$ref": "#/$defs/tls_names" },
            "compression_methods": { "description": "Compression methods.", "$ref": "#/$defs/tls_names" },
            "extensions": { "$ref": "#/$defs/tls_extensions" },
            "supported_versions": { "description": "Versions.", "type": "array", "items": { "$ref": "#/$defs/tls_version" } },
            "groups": { "description": "Groups for the key exchange.", "$ref": "#/$defs/tls_names" },
            "point_formats": { "description": "Forms of elliptic curves' points.", "$ref": "#/$defs/tls_names" },
            "signature_algorithms": { "description": "Signature algorithms.", "$ref": "#/$defs/tls_names" },
            "certificate_signature_algorithms": { "description": "Those for certificates, where they are told apart.", "$ref": "#/$defs/tls_names" },
            "key_shares": {
              "description": "Public keys sent ahead.",
              "type": "array",
              "minItems": 1,
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["group", "bytes"],
                "properties": {
                  "group": { "description": "Of which group.", "$ref": "#/$defs/tls_name" },
                  "bytes": { "description": "Its length.", "$ref": "#/$defs/count" }
                }
              }
            },
            "psk_modes": { "description": "How a key agreed on before may be used.", "$ref": "#/$defs/tls_names" },
            "psk_identities": {
              "description": "Keys agreed on before: tickets, mostly.",
              "type": "array",
              "minItems": 1,
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["bytes", "obfuscated_ticket_age"],
                "properties": {
                  "bytes": { "description": "The identity's length.", "$ref": "#/$defs/count" },
                  "obfuscated_ticket_age": { "description": "The ticket's age, which only its server can read.", "type": "integer", "minimum": 0, "maximum": 4294967295 }
                }
              }
            },
            "session_ticket_bytes": { "description": "The length of the ticket offered; 0 where one is asked for.", "$ref": "#/$defs/count" },
            "early_data": { "description": "Data comes ahead of the handshake.", "const": true },
            "extended_master_secret": { "description": "Offered (RFC 7627).", "const": true },
            "encrypt_then_mac": { "description": "Offered (RFC 7366).", "const": true },
            "post_handshake_auth": { "description": "Offered.", "const": true },
            "status_request": { "description": "A stapled OCSP response is asked for.", "const": true },
            "renegotiation_info_bytes": { "description": "What it says of the handshake before; 0 in a first one.", "$ref": "#/$defs/count" },
            "certificate_compressions": { "description": "How certificates may be compressed.", "$ref": "#/$defs/tls_names" },
            "record_size_limit": { "description": "Octets of a record that it takes at most.", "$ref": "#/$defs/tls_number" },
            "encrypted_client_hello": {
              "description": "The encrypted ClientHello inside it, or what looks like one.",
              "type": "object",
              "additionalProperties": false,
              "required": ["kdf_id", "aead_id", "config_id", "encapsulated_key_bytes", "payload_bytes"],
              "properties": {
                "kdf_id": { "description": "HPKE's key derivation.", "$ref": "#/$defs/tls_number" },
                "aead_id": { "description": "HPKE's cipher.", "$ref": "#/$defs/tls_number" },
                "config_id": { "description": "Which of the server's keys.", "$ref": "#/$defs/tls_octet" },
                "encapsulated_key_bytes": { "description": "The length of the key with it.", "$ref": "#/$defs/count" },
                "payload_bytes": { "description": "Its length.", "$ref": "#/$defs/count" }
              }
            },
            "inner_client_hello": { "description": "It is what another one had encrypted.", "const": true },
            "entries_omitted": { "description": "Entries of its lists beyond those told.", "type": "integer", "minimum": 1 },
            "malformed": { "description": "It breaks the format; what stands before that is told.", "const": true },
            "ja3": { "$ref": "#/$defs/tls_md5" },
            "ja3_text": { "description": "What ja3 is the hash of.", "type": "string", "pattern": "^[0-9,-]+$" },
            "ja4": { "description": "JA4.", "type": "string", "pattern": "^[tdq][0-9a-z]{9}_[0-9a-f]{12}_[0-9a-f]{12}$" }
          }
        },
        "tls_server_hello": {
          "description": "A ServerHello or HelloRetryRequest: what the server chose.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "frame", "last_frame", "time", "sender", "bytes", "record_version", "legacy_version", "version", "session_id_bytes",
            "cipher_suite", "cipher_suite_id", "compression_method", "extensions"
          ],
          "properties": {
            "frame": { "description": "The frame of its first octet.", "$ref": "#/$defs/frame" },
            "last_frame": { "description": "The frame of its last octet.", "$ref": "#/$defs/frame" },
            "time": { "description": "When its first octet came.", "$ref": "#/$defs/time" },
            "sender": { "description": "Who sent it.", "$ref": "#/$defs/side" },
            "bytes": { "description": "Octets of the message, its header included.", "$ref": "#/$defs/count" },
            "record_version": { "description": "The version of the record around it.", "$ref": "#/$defs/tls_version" },
            "legacy_version": { "description": "The version in it.", "$ref": "#/$defs/tls_version" },
            "version": { "description": "The version chosen.", "$ref": "#/$defs/tls_version" },
            "session_id_bytes": { "description": "The session id's length.", "$ref": "#/$defs/count" },
            "cipher_suite": { "description": "The cipher suite chosen.", "$ref": "#/$defs/tls_name" },
            "cipher_suite_id": { "description": "Its number.", "$ref": "#/$defs/tls_number" },
            "compression_method": { "description": "The compression method chosen.", "$ref": "#/$defs/tls_name" },
            "extensions": { "$ref": "#/$defs/tls_extensions" },
            "group": { "description": "The group of its key share, or the one it asks for.", "$ref": "#/$defs/tls_name" },
            "psk_identity": { "description": "Which of the client's keys it took, from 0.", "$ref": "#/$defs/tls_number" },
            "session_ticket": { "description": "A ticket will come.", "const": true },
            "extended_master_secret": { "description": "Agreed on (RFC 7627).", "const": true },
            "encrypt_then_mac": { "description": "Agreed on (RFC 7366).", "const": true },
            "cookie": { "description": "It has a cookie.", "const": true },
            "renegotiation_info_bytes": { "description": "What it says of the handshake before; 0 in a first one.", "$ref": "#/$defs/count" },
            "malformed": { "description": "It breaks the format; what stands before that is told.", "const": true },
            "ja3s": { "$ref": "#/$defs/tls_md5" },
            "ja3s_text": { "description": "What ja3s is the hash of.", "type": "string", "pattern": "^[0-9,-]+$" }
          }
        },
        "tls_extensions": {
          "description": "Its extensions in their order.",
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["name", "id", "bytes"],
            "properties": {
              "name": { "description": "Its name.", "$ref": "#/$defs/tls_name" },
              "id": { "description": "Its number.", "$ref": "#/$defs/tls_number" },
              "bytes": { "description": "Octets of its content.", "$ref": "#/$defs/count" }
            }
          }
        },
        "tls_md5": { "description": "MD5 over what the hello offers or chose: JA3 or JA3S.", "type": "string", "pattern": "^[0-9a-f]{32}$" }
    """#
}
