import ApplicationModel
import PacketModel

/// Writes certificates (`certificates[]`), and the messages they came in (`certificate_messages[]`).
enum TLSCertificateRecord {
  typealias Context = ApplicationRecord.Context

  /// All certificates of all messages in their order: each says who presented it and in which frame.
  static func write(_ chains: [TLSCertificateChain], _ context: Context, to json: inout JSONWriter) {
    guard !chains.isEmpty else { return }
    json.array("certificates") { json in
      for chain in chains {
        for certificate in chain.certificates {
          json.object { write(certificate, of: chain, context, to: &$0) }
        }
      }
    }
    json.array("certificate_messages") { json in
      for chain in chains { json.object { write(chain, context, to: &$0) } }
    }
  }

  private static func write(
    _ certificate: TLSCertificate, of chain: TLSCertificateChain, _ context: Context, to json: inout JSONWriter
  ) {
    json.member("sender", word: context.name(chain.sender))
    json.member("frame", chain.last.frame)
    json.member("subject", certificate.subject)
    json.member("issuer", certificate.issuer)
    json.member("serial", certificate.serial)
    json.member("not_before", certificate.notBefore.flatMap(CertificateTime.rfc3339))
    json.member("not_after", certificate.notAfter.flatMap(CertificateTime.rfc3339))
    // As of the message's time, not of the report's.
    json.member("validity", word: certificate.validity(at: chain.last.time)?.rawValue)
    json.array("names") { json in
      for name in certificate.names { json.element(name) }
    }
    json.member("names_omitted", unlessZero: certificate.omittedNames)
    json.member("key_type", certificate.keyType)
    json.member("key_bits", certificate.keyBits)
    json.member("curve", certificate.curve)
    json.member("signature_algorithm", certificate.signatureAlgorithm)
    if certificate.isAuthority { json.member("authority", true) }
    if certificate.isSelfIssued { json.member("self_issued", true) }
    json.member("bytes", certificate.length)
    json.member("sha256", hexadecimal: certificate.fingerprint)
  }

  private static func write(_ chain: TLSCertificateChain, _ context: Context, to json: inout JSONWriter) {
    json.member("frame", chain.first.frame)
    json.member("last_frame", chain.last.frame)
    json.member("time", chain.first.time)
    json.member("sender", word: context.name(chain.sender))
    json.member("certificates", chain.certificates.count)
    json.member("certificates_omitted", unlessZero: chain.omitted)
    json.member("compression", word: chain.compression.map(TLSHelloNames.certificateCompression))
    if chain.hasStatus { json.member("stapled_status", true) }
    guard !chain.faults.isEmpty else { return }
    json.array("faults") { json in
      for (fault, word) in faults where chain.faults.contains(fault) { json.element(word: word) }
    }
  }

  static let faults: [(TLSCertificateChain.Faults, String)] = [
    (.wrongOrder, "wrong_order"), (.broken, "broken"), (.repeated, "repeated"), (.unrelated, "unrelated"),
    (.containsRoot, "contains_root"), (.leafAlone, "leaf_alone"), (.malformed, "malformed"),
  ]
}
