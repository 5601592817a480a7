/// `certificates[]`, and the messages they came in.
enum TLSCertificateDefinitions {
  static let text = #"""
        "tls_certificate": {
          "description": "A certificate. What could not be read of it is absent.",
          "type": "object",
          "additionalProperties": false,
          "required": ["sender", "frame", "names", "bytes", "sha256"],
          "properties": {
            "sender": { "description": "Who presented it.", "$ref": "#/$defs/side" },
            "frame": { "description": "The frame that completed its message.", "$ref": "#/$defs/frame" },
            "subject": { "description": "Whom it is of, in the manner of RFC 4514.", "type": "string" },
            "issuer": { "description": "Who signed it.", "type": "string" },
            "serial": { "description": "Its number in hexadecimal.", "type": "string", "pattern": "^-?[0-9a-f]+$" },
            "not_before": { "description": "From when on it is valid.", "$ref": "#/$defs/time" },
            "not_after": { "description": "Until when.", "$ref": "#/$defs/time" },
            "validity": { "description": "Whether it was valid when it was sent, by the capture's clock.", "enum": ["valid", "expired", "not_yet_valid"] },
            "names": { "description": "Its subject's alternative names.", "type": "array", "items": { "type": "string" } },
            "names_omitted": { "description": "Names beyond those listed.", "type": "integer", "minimum": 1 },
            "key_type": { "description": "Its key's kind.", "type": "string" },
            "key_bits": { "description": "Its key's size in bits.", "$ref": "#/$defs/count" },
            "curve": { "description": "Its key's curve.", "type": "string" },
            "signature_algorithm": { "description": "How it was signed.", "type": "string" },
            "authority": { "description": "It may sign others.", "const": true },
            "self_issued": { "description": "Subject and issuer are the same.", "const": true },
            "bytes": { "description": "Octets of its DER.", "$ref": "#/$defs/count" },
            "sha256": { "description": "SHA-256 over them.", "type": "string", "pattern": "^[0-9a-f]{64}$" }
          }
        },
        "tls_certificate_message": {
          "description": "A Certificate message.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "last_frame", "time", "sender", "certificates"],
          "properties": {
            "frame": { "description": "The frame of its first octet.", "$ref": "#/$defs/frame" },
            "last_frame": { "description": "The frame of its last octet.", "$ref": "#/$defs/frame" },
            "time": { "description": "When its first octet came.", "$ref": "#/$defs/time" },
            "sender": { "description": "Who presented it.", "$ref": "#/$defs/side" },
            "certificates": { "description": "How many of certificates are its own.", "$ref": "#/$defs/count" },
            "certificates_omitted": { "description": "Certificates beyond those.", "type": "integer", "minimum": 1 },
            "compression": { "description": "How it was compressed; absent when it was not.", "$ref": "#/$defs/tls_name" },
            "stapled_status": { "description": "An OCSP response came with it.", "const": true },
            "faults": {
              "description": "What is wrong with the chain, judged by names alone: not in order; a link is missing; a certificate twice; one that belongs to none; a root, which is of no use; a leaf without the certificate that signed it; octets that break the format.",
              "type": "array",
              "minItems": 1,
              "uniqueItems": true,
              "items": { "enum": ["wrong_order", "broken", "repeated", "unrelated", "contains_root", "leaf_alone", "malformed"] }
            }
          }
        }
    """#
}
