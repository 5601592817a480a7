import Testing

@testable import Reports

@Suite("Secrets in bodies")
struct BodyRedactionTests {
  private static let rows: [(body: String, type: String?, shown: String)] = [
    ("a=b&password=x&c=d", "application/x-www-form-urlencoded", "a=b&password=[redacted]&c=d"),
    ("a=b&password=x", "text/plain", "a=b&password=x"),
    (#"{"user":"u","password":"x\"y","n":1}"#, nil, #"{"user":"u","password":"[redacted]","n":1}"#),
    (#"{"access_token" : "x", "expires_in":3600}"#, nil, #"{"access_token" : "[redacted]", "expires_in":3600}"#),
    (#"[{"api_key":"x"},{"name":"y"}]"#, "application/json", #"[{"api_key":"[redacted]"},{"name":"y"}]"#),
    (#"{"pin":1234,"ok":true}"#, nil, #"{"pin":"[redacted]","ok":true}"#),
    (#"{"token":["a","b"],"key":"k"}"#, nil, #"{"token":["[redacted]","[redacted]"],"key":"k"}"#),
    (#"{"token":{"id":"i","secret":"s"}}"#, nil, #"{"token":{"id":"i","secret":"[redacted]"}}"#),
    (#"{"password":""}"#, nil, #"{"password":""}"#), (#"{"note":"password: x"}"#, nil, #"{"note":"password: x"}"#),
    // Cut or wrong.
    (#"{"password":"x"#, nil, #"{"password":"[redacted]""#), (#"{"password"#, nil, #"{"password"#), (#"{"a\"#, nil, #"{"a\"#),
    (#"{"#, nil, #"{"#), ("", nil, ""), ("[", nil, "["), (#"{"password""x""#, nil, #"{"password""x""#),
  ]

  @Test("what a secret name holds goes", arguments: rows.indices)
  func body(_ index: Int) {
    let row = Self.rows[index]
    func shown(_ redaction: Redaction) -> String {
      String(decoding: redaction.body(Array(row.body.utf8)[...], type: row.type), as: UTF8.self)
    }
    #expect(shown(Redaction()) == row.shown)
    #expect(shown(Redaction(revealSecrets: true)) == row.body)
  }
}
