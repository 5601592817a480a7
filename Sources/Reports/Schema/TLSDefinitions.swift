/// `flows[].tls`, `flows[].tls_inner[]`.
enum TLSDefinitions {
  /// All parts of a session.
  static let all = [text, TLSHelloDefinitions.text, TLSCertificateDefinitions.text, TLSEventDefinitions.text]

  private static let text = #"""
        "tls": { "description": "Its TLS session, the outermost one; absent without any.", "$ref": "#/$defs/tls_session" },
        "tls_inner": {
          "description": "Further sessions: those inside tunnels behind the one around them; absent without any.",
          "type": "array",
          "minItems": 1,
          "items": { "$ref": "#/$defs/tls_session" }
        },
        "tls_session": {
          "description": "A session of TLS, SSL or DTLS. What is not known, or was not read, is absent.",
          "type": "object",
          "required": ["complete", "records", "sides", "decrypted"],
          "$ref": "#/$defs/tls_session_members",
          "unevaluatedProperties": false
        },
        "tls_session_members": {
          "description": "What is told of a session.",
          "type": "object",
          "dependentRequired": {
            "version": ["cipher", "server_hello"], "cipher": ["cipher_id"], "resumed": ["resumption"], "resumption": ["resumed"],
            "client_hello": ["early_data", "ech"], "certificates": ["certificate_messages"], "second_client_hello": ["client_hello"]
          },
          "properties": {
            "datagram": { "description": "It is DTLS.", "const": true },
            "nesting": { "description": "Streams around its own: a tunnel's session is one deeper.", "type": "integer", "minimum": 1 },
            "via_exchange": { "description": "The exchange that opened the tunnel it goes through, as a place in http.", "$ref": "#/$defs/count" },
            "start_tls": {
              "description": "How an upper protocol began it; absent when it began by itself.",
              "type": "object",
              "additionalProperties": false,
              "required": ["protocol", "request_frame"],
              "properties": {
                "protocol": { "description": "The upper protocol.", "$ref": "#/$defs/slug" },
                "request_frame": { "description": "The client's command.", "$ref": "#/$defs/frame" },
                "response_frame": { "description": "The server's consent.", "$ref": "#/$defs/frame" }
              }
            },
            "version": { "description": "The version the server chose.", "$ref": "#/$defs/tls_version" },
            "cipher": { "description": "The cipher suite the server chose.", "$ref": "#/$defs/tls_name" },
            "cipher_id": { "description": "Its number.", "$ref": "#/$defs/tls_number" },
            "group": { "description": "The group of the server's key share, where its hello has one.", "$ref": "#/$defs/tls_name" },
            "server_name": { "description": "Whom the client asks for (SNI), as sent.", "type": "string" },
            "alpn": {
              "description": "The protocols to be spoken inside; absent when nobody named any.",
              "type": "object",
              "additionalProperties": false,
              "required": ["offered"],
              "properties": {
                "offered": { "description": "The client's, as sent.", "type": "array", "items": { "type": "string" } },
                "selected": { "description": "The server's choice; behind TLS 1.3's encryption it is known only with keys.", "type": "string" }
              }
            },
            "resumed": { "description": "Whether it goes on with keys of an earlier one.", "type": "boolean" },
            "resumption": { "description": "By what: not at all, a session's id, a ticket, a key agreed on before (tickets of TLS 1.3 too).", "enum": ["full", "session_id", "ticket", "psk"] },
            "early_data": { "description": "Data ahead of the handshake (0-RTT): none; offered, and what came of it cannot be told; taken; refused.", "enum": ["none", "offered", "accepted", "rejected"] },
            "ech": { "description": "Whether the ClientHello has an encrypted one inside, or looks so.", "type": "boolean" },
            "client_random": { "description": "The ClientHello's random: what key logs call it by.", "$ref": "#/$defs/tls_hexadecimal" },
            "client_hello": { "$ref": "#/$defs/tls_client_hello" },
            "hello_verify_request_frame": { "description": "DTLS: the server asked for a cookie here.", "$ref": "#/$defs/frame" },
            "hello_retry_request": { "description": "The server asked for another ClientHello.", "$ref": "#/$defs/tls_server_hello" },
            "second_client_hello": { "description": "The one that came then.", "$ref": "#/$defs/tls_client_hello" },
            "server_hello": { "$ref": "#/$defs/tls_server_hello" },
            "handshake_s": { "description": "From the ClientHello's first octet to the last Finished.", "$ref": "#/$defs/seconds" },
            "complete": { "description": "Whether the handshake was finished by both.", "type": "boolean" },
            "timing": { "$ref": "#/$defs/tls_timing" },
            "plaintext_answer_frame": { "description": "Where the server answered in plain text.", "$ref": "#/$defs/frame" },
            "failure": { "$ref": "#/$defs/tls_failure" },
            "certificates": {
              "description": "All certificates, in the order in which they were sent; absent where none was read.",
              "type": "array",
              "items": { "$ref": "#/$defs/tls_certificate" }
            },
            "certificate_messages": {
              "description": "The messages they came in.",
              "type": "array",
              "minItems": 1,
              "items": { "$ref": "#/$defs/tls_certificate_message" }
            },
            "certificate_request_frame": { "description": "The server asked for the client's certificate.", "$ref": "#/$defs/frame" },
            "messages": {
              "description": "Handshake messages in their order, as far as they could be read.",
              "type": "array",
              "minItems": 1,
              "items": { "$ref": "#/$defs/tls_message" }
            },
            "messages_omitted": { "description": "Messages beyond those listed.", "type": "integer", "minimum": 1 },
            "alerts": { "description": "Alerts; absent without any.", "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/tls_alert" } },
            "alerts_omitted": { "description": "Alerts beyond those listed.", "type": "integer", "minimum": 1 },
            "renegotiations": {
              "description": "Handshakes begun after the first, by their first messages; absent without any.",
              "type": "array",
              "minItems": 1,
              "items": { "$ref": "#/$defs/tls_renegotiation" }
            },
            "key_updates": {
              "description": "KeyUpdate messages that could be read; absent without any.",
              "type": "array",
              "minItems": 1,
              "items": { "$ref": "#/$defs/tls_key_update" }
            },
            "session_tickets": { "description": "Tickets the server gave, as far as they could be read.", "type": "integer", "minimum": 1 },
            "records": { "description": "Records that each side sent.", "$ref": "#/$defs/counts_by_side" },
            "sides": {
              "description": "What each side sent.",
              "type": "object",
              "additionalProperties": false,
              "required": ["client", "server"],
              "properties": {
                "client": { "description": "The client.", "$ref": "#/$defs/tls_side" },
                "server": { "description": "The server.", "$ref": "#/$defs/tls_side" }
              }
            },
            "close": {
              "description": "How each side ended; absent while it did not.",
              "type": "object",
              "additionalProperties": false,
              "minProperties": 1,
              "properties": {
                "client": { "description": "The client.", "$ref": "#/$defs/tls_close" },
                "server": { "description": "The server.", "$ref": "#/$defs/tls_close" }
              }
            },
            "decrypted": { "description": "Whether application data was decrypted; of a session without any, whether anything was.", "type": "boolean" },
            "key_source": { "description": "Where the keys came from: a key log, or the capture itself.", "enum": ["key_log", "capture"] },
            "decryption": { "$ref": "#/$defs/tls_decryption" }
          }
        },
        "tls_version": {
          "description": "A version: TLS's number, ssl and dtls before those of these; GREASE; or what the wire has.",
          "type": "string",
          "pattern": "^((ssl|dtls)?[0-9](\\.[0-9])?(-[a-z0-9]+)?|GREASE|0x[0-9a-f]{4})$"
        },
        "tls_name": {
          "description": "The name IANA has for a number; GREASE for what means nothing; the number in hexadecimal where there is no name.",
          "type": "string",
          "pattern": "^[0-9A-Za-z_()./ +-]+$"
        },
        "tls_number": { "description": "The number of a name.", "type": "integer", "minimum": 0, "maximum": 65535 },
        "tls_names": { "description": "Names in the order in which they were sent.", "type": "array", "items": { "$ref": "#/$defs/tls_name" } },
        "tls_octet": { "description": "A number of one octet.", "type": "integer", "minimum": 0, "maximum": 255 },
        "tls_hexadecimal": { "description": "Octets in hexadecimal.", "type": "string", "pattern": "^([0-9a-f]{2})+$" }
    """#
}
