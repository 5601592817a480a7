import ApplicationModel

extension TLSVersion {
  /// "TLS 1.3", "SSL 3.0": for people.
  var title: String {
    switch self {
    case .ssl2: "SSL 2.0"
    case .ssl3: "SSL 3.0"
    default: name.hasPrefix("dtls") ? "DTLS " + name.dropFirst(4) : "TLS " + name
    }
  }
}

extension CipherSuite {
  /// Without what all suites begin with: for people.
  var title: String { name.hasPrefix("TLS_") ? String(name.dropFirst(4)) : name }
}
