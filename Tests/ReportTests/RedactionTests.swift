import Testing

@testable import Reports

@Suite("Redaction")
struct RedactionTests {
  private func shown(_ name: String, _ value: String, revealing: Bool = false) -> String {
    let octets = Redaction(revealSecrets: revealing).value(ofField: Array(name.utf8)[...], Array(value.utf8)[...])
    return String(decoding: octets, as: UTF8.self)
  }

  private static let fields: [(name: String, value: String, shown: String)] = [
    ("Authorization", "Bearer abc.def", "Bearer [redacted]"),
    ("authorization", "basic dXNlcjpwYXNz", "basic [redacted]"),
    ("AUTHORIZATION", #"Digest username="u", response="r""#, "Digest [redacted]"),
    ("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA/x, Signature=y", "AWS4-HMAC-SHA256 [redacted]"),
    ("Authorization", "c2VjcmV0", "[redacted]"), ("Authorization", "my secret words", "[redacted]"),
    ("Authorization", "Negotiate", "Negotiate"), ("Authorization", "", ""),
    ("Proxy-Authorization", "NTLM TlRMTVNT", "NTLM [redacted]"), ("X-Forwarded-Authorization", "Bearer x", "Bearer [redacted]"),
    ("Cookie", "sid=abc; theme=dark", "sid=[redacted]; theme=[redacted]"), ("Cookie", "lonely", "[redacted]"),
    ("Cookie", "a=b=c;d=", "a=[redacted];d=[redacted]"), ("Cookie", "a=1; ", "a=[redacted]; "),
    (
      "Set-Cookie", "sid=abc; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly; SameSite=Lax",
      "sid=[redacted]; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly; SameSite=Lax"
    ),
    ("set-cookie", "abc; secure; other=1; rest", "[redacted]; secure; other=[redacted]; [redacted]"),
    ("Set-Cookie", "a=1; Path=/, b=2", "a=[redacted]; Path=[redacted]"),
    ("Set-Cookie2", "a=1; Version=1", "a=[redacted]; Version=1"),
    ("X-Api-Key", "k", "[redacted]"), ("Api-Key", "k", "[redacted]"), ("apikey", "k", "[redacted]"),
    ("Ocp-Apim-Subscription-Key", "k", "[redacted]"), ("x-amz-server-side-encryption-customer-key", "k", "[redacted]"),
    ("X-Auth-Token", "k", "[redacted]"), ("X-CSRFToken", "k", "[redacted]"), ("X-XSRF-TOKEN", "k", "[redacted]"),
    ("X-Amz-Security-Token", "k", "[redacted]"), ("X-Goog-IAM-Authorization-Token", "k", "[redacted]"),
    ("X-Vault-Token", "k", "[redacted]"), ("PRIVATE-TOKEN", "k", "[redacted]"), ("X-Gitlab-Token", "k", "[redacted]"),
    ("X-Access-Token", "k", "[redacted]"), ("X-Client-Secret", "k", "[redacted]"), ("X-Password", "k", "[redacted]"),
    ("Authentication-Info", #"nextnonce="x""#, "[redacted]"), ("Proxy-Authentication-Info", "x", "[redacted]"),
    ("Cf-Access-Jwt-Assertion", "x", "[redacted]"), ("DPoP", "x", "[redacted]"), ("X-Session-Id", "x", "[redacted]"),
    ("X-Mine", "Bearer x", "Bearer [redacted]"), ("X-Mine", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "[redacted]"),
    ("X-Api-Key", "", ""),
    // What is no secret.
    ("WWW-Authenticate", #"Bearer realm="x""#, #"Bearer realm="x""#), ("Proxy-Authenticate", "Basic", "Basic"),
    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ=="), ("Idempotency-Key", "7", "7"),
    ("Access-Control-Allow-Credentials", "true", "true"), ("Access-Control-Allow-Headers", "authorization", "authorization"),
    ("Host", "token", "token"), ("Connection", "keep-alive", "keep-alive"), ("", "x", "x"), ("X", "", ""),
    ("Forwarded", "for=1.2.3.4;proto=https", "for=1.2.3.4;proto=https"), ("Via", "1.1 squid", "1.1 squid"),
    // URIs.
    ("Referer", "https://a/b?token=x&c=d", "https://a/b?token=[redacted]&c=d"),
    ("Location", "/cb#access_token=x&state=y", "/cb#access_token=[redacted]&state=y"),
    ("Content-Location", "https://u:p@h/", "https://[redacted]@h/"), ("Location", "//u@h/", "//[redacted]@h/"),
    ("Refresh", "0; url=/x?key=y", "0; url=/x?key=[redacted]"), ("X-Original-URL", "/x?pwd=1", "/x?pwd=[redacted]"),
    ("Link", "</a?sig=1>; rel=next, </b?sig=2>; rel=prev", "</a?sig=[redacted]>; rel=next, </b?sig=[redacted]>; rel=prev"),
    // Subprotocols.
    (
      "Sec-WebSocket-Protocol", "base64url.bearer.authorization.k8s.io.bXk, v4.channel.k8s.io",
      "base64url.bearer.authorization.k8s.io.[redacted], v4.channel.k8s.io"
    ),
    ("Sec-WebSocket-Protocol", "graphql-transport-ws, mqtt", "graphql-transport-ws, mqtt"),
    ("Sec-WebSocket-Protocol", "access_token, abc, chat", "access_token, [redacted], chat"),
    (
      "Sec-WebSocket-Protocol", "realtime, openai-insecure-api-key.sk-1, openai-beta.realtime-v1",
      "realtime, openai-insecure-api-key.[redacted], openai-beta.realtime-v1"
    ),
    ("Sec-WebSocket-Protocol", String(repeating: "x", count: 49), "[redacted]"),
  ]

  @Test("a field's secret goes, and what helps stays", arguments: fields.indices)
  func field(_ index: Int) {
    let row = Self.fields[index]
    #expect(shown(row.name, row.value) == row.shown, "\(row.name): \(row.value)")
    #expect(shown(row.name, row.value, revealing: true) == row.value)
  }

  private static let targets: [(target: String, shown: String)] = [
    ("/", "/"), ("*", "*"), ("/a?b=c", "/a?b=c"), ("/a?b", "/a?b"), ("", ""), ("/a@b", "/a@b"), ("/token=x", "/token=x"),
    ("/a?access_token=x", "/a?access_token=[redacted]"), ("/a?x=1&ACCESS-TOKEN=x&y=2", "/a?x=1&ACCESS-TOKEN=[redacted]&y=2"),
    ("/a?access%5Ftoken=x", "/a?access%5Ftoken=[redacted]"), ("/a?token=x;y=z&b", "/a?token=[redacted]&b"),
    ("/a?token=", "/a?token="), ("/a;jsessionid=X/b?c=d", "/a;jsessionid=[redacted]/b?c=d"),
    (
      "/o?X-Amz-Credential=a%2Fb&X-Amz-Date=1&X-Amz-Signature=c&X-Amz-Security-Token=d",
      "/o?X-Amz-Credential=[redacted]&X-Amz-Date=1&X-Amz-Signature=[redacted]&X-Amz-Security-Token=[redacted]"
    ),
    ("/a?sv=1&sig=x%3D", "/a?sv=1&sig=[redacted]"),
    ("/a?client_secret=x&user[password]=y", "/a?client_secret=[redacted]&user[password]=[redacted]"),
    ("/cb?code=x&state=y", "/cb?code=[redacted]&state=y"), ("/a?code=DE", "/a?code=DE"), ("/a?keyword=x", "/a?keyword=x"),
    ("/a?design=x&monkey=y", "/a?design=x&monkey=y"),
    ("/l?next=https%3A%2F%2Fh%2F%3Ftoken%3Dx&a=b", "/l?next=[redacted]&a=b"), ("/l?mail=a%40b", "/l?mail=a%40b"),
    ("/l?next=https%253A%252F%252Fu%253Ap%2540h", "/l?next=[redacted]"),
    ("http://u:p@h:80/a?b=c@d", "http://[redacted]@h:80/a?b=c@d"), ("u:p@h:443", "[redacted]@h:443"), ("h:443", "h:443"),
    ("http://h/?u=https://a@b/", "http://h/?u=https://[redacted]@b/"), ("/a?a=b?token=c", "/a?a=b?token=[redacted]"),
    ("/a?%zz=%&key=%", "/a?%zz=%&key=[redacted]"), ("=", "="), ("?=&=;=", "?=&=;="), ("@", "@"), ("//@", "//@"),
  ]

  @Test("a target's secrets go", arguments: targets.indices)
  func target(_ index: Int) {
    let row = Self.targets[index]
    let octets = Array("..\(row.target)..".utf8).dropFirst(2).dropLast(2)
    #expect(String(decoding: Redaction().target(octets), as: UTF8.self) == row.shown, "\(row.target)")
    #expect(Redaction(revealSecrets: true).target(octets) == octets)
  }

  @Test("any octets do, and reveal nothing behind what names a secret")
  func hostile() {
    var random = SplitMix(state: 7)
    let alphabet = Array("?&;#=/@:%<>\" \\,aZ0\u{0}".utf8) + [0xff, 0x80]
    for _ in 0..<3000 {
      let noise = (0..<Int.random(in: 0..<24, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      let octets = (noise + Array("?token=SECRET".utf8))[...]
      #expect(!String(decoding: Redaction().target(octets), as: UTF8.self).contains("SECRET"), "\(noise)")
      for name in ["Cookie", "Set-Cookie", "Authorization", "Location", "Sec-WebSocket-Protocol", "X-Y"] {
        _ = Redaction().value(ofField: Array(name.utf8)[...], octets)
      }
      #expect(!shown("Cookie", String(decoding: noise, as: UTF8.self) + "=SECRET").contains("SECRET"))
    }
  }
}
