/// Writes the messages of one HTTP/1.1 connection as a browser and a web server write theirs.
struct HTTPWriter {
  struct Exchange {
    /// Empty where the response goes on that was begun before.
    var request: [UInt8] = []
    var response: [UInt8] = []
  }

  /// Octets to come of the body under way, and whether they are chunked.
  private var left = 0
  private var isChunked = false

  /// A request and its response: heads of 300 to 700 and 200 to 400 octets, a body of up to 8 KiB.
  mutating func exchange(isLast: Bool, _ random: inout SeededRandom) -> Exchange {
    var exchange = Exchange()
    let isPost = random.once(in: 10)
    let posted = isPost ? Int(20 + random.next() % 400) : 0
    exchange.request = Self.request(posted: isPost ? posted : nil, isLast: isLast, &random)
    Self.append(posted, to: &exchange.request, &random)
    let length = random.once(in: 8) ? 0 : Int(random.next() % (8 << 10))
    let isNotModified = length == 0 && !isPost
    isChunked = !isNotModified && random.once(in: 4)
    exchange.response = Self.head(
      isNotModified ? "304 Not Modified" : random.once(in: 20) ? "404 Not Found" : "200 OK",
      length: isNotModified ? nil : length, isChunked: isChunked, isLast: isLast, &random)
    left = length
    if !isNotModified { appendBody(to: &exchange.response, chunk: 4 << 10, &random) }
    return exchange
  }

  /// The next mebibyte of a large body, with a request before it where it is the first.
  mutating func download(_ random: inout SeededRandom) -> Exchange {
    var exchange = Exchange()
    if left == 0 {
      left = Int(16 << 20 + random.next() % (48 << 20))
      isChunked = random.once(in: 4)
      exchange.request = Self.request(posted: nil, isLast: false, &random)
      exchange.response = Self.head("200 OK", length: left, isChunked: isChunked, isLast: false, &random)
    }
    appendBody(to: &exchange.response, chunk: 32 << 10, &random)
    return exchange
  }

  // MARK: - Heads

  private static func request(posted: Int?, isLast: Bool, _ random: inout SeededRandom) -> [UInt8] {
    var text = posted == nil ? "GET" : "POST"
    text += " /assets/\(word(Int(6 + random.next() % 10), &random))/\(word(Int(8 + random.next() % 24), &random))"
    if random.once(in: 3) { text += "?v=\(random.next() % 1_000_000)&session=\(word(16, &random))" }
    text += " HTTP/1.1\r\nHost: www.example.com\r\n"
    text += "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r\n"
    text += "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
    text += "Accept-Language: en-GB,en;q=0.5\r\nAccept-Encoding: gzip, deflate\r\n"
    if !random.once(in: 3) { text += "Referer: http://www.example.com/\(word(Int(4 + random.next() % 24), &random))\r\n" }
    if !random.once(in: 3) {
      text += "Cookie: session=\(word(32, &random)); theme=\(word(Int(8 + random.next() % 120), &random))\r\n"
    }
    if let posted { text += "Content-Type: application/json\r\nContent-Length: \(posted)\r\n" }
    text += isLast ? "Connection: close\r\n\r\n" : "Connection: keep-alive\r\n\r\n"
    return Array(text.utf8)
  }

  private static func head(
    _ status: String, length: Int?, isChunked: Bool, isLast: Bool, _ random: inout SeededRandom
  ) -> [UInt8] {
    var text = "HTTP/1.1 \(status)\r\nServer: nginx/1.26.2\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\n"
    if length != nil { text += "Content-Type: \(types[Int(random.next() % UInt64(types.count))])\r\n" }
    if isChunked { text += "Transfer-Encoding: chunked\r\n" } else if let length { text += "Content-Length: \(length)\r\n" }
    text += "Last-Modified: Mon, 13 Nov 2023 09:00:00 GMT\r\nETag: \"\(word(18, &random))\"\r\n"
    if random.once(in: 2) { text += "Cache-Control: public, max-age=\(random.next() % 100_000)\r\nVary: Accept-Encoding\r\n" }
    if random.once(in: 6) { text += "Set-Cookie: session=\(word(32, &random)); Path=/; HttpOnly\r\n" }
    text += isLast ? "Connection: close\r\n\r\n" : "Connection: keep-alive\r\n\r\n"
    return Array(text.utf8)
  }

  private static let types = [
    "text/html; charset=utf-8", "application/json", "image/png", "text/css", "application/javascript",
  ]

  private static func word(_ length: Int, _ random: inout SeededRandom) -> String {
    String(decoding: (0..<length).map { _ in UInt8(97 + random.next() % 26) }, as: UTF8.self)
  }

  // MARK: - Bodies

  /// What is left of the body, a mebibyte at most.
  private mutating func appendBody(to octets: inout [UInt8], chunk: Int, _ random: inout SeededRandom) {
    var room = min(left, 1 << 20)
    left -= room
    while isChunked, room > 0 {
      let size = min(room, chunk)
      octets += Array("\(String(size, radix: 16))\r\n".utf8)
      Self.append(size, to: &octets, &random)
      octets += [13, 10]
      room -= size
    }
    Self.append(room, to: &octets, &random)
    if isChunked, left == 0 { octets += Array("0\r\n\r\n".utf8) }
  }

  private static func append(_ count: Int, to octets: inout [UInt8], _ random: inout SeededRandom) {
    var left = count
    while left > 0 {
      let start = Int(random.next() % UInt64(filler.count / 2))
      let piece = min(left, filler.count / 2)
      octets += filler[start..<(start + piece)]
      left -= piece
    }
  }

  /// What bodies are cut from: of any octets, 64 KiB.
  private static let filler: [UInt8] = {
    var random = SeededRandom(seed: 11)
    return (0..<1 << 16).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }()
}
