import ApplicationModel

// Until the names of code points are there.
extension CipherSuite { var name: String? { nil } }
extension NamedGroup { var name: String? { nil } }
extension SignatureScheme { var name: String? { nil } }
extension TLSExtensionType { var name: String? { nil } }
extension TLSAlertDescription { var name: String? { nil } }
struct TLSHandshakeType: RawRepresentable {
  var rawValue: UInt8
  var name: String? { nil }
}
