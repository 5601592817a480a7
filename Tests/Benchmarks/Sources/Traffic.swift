import ArgumentParser

/// Generated captures: the same arguments give the same octets.
enum Traffic: String, CaseIterable, ExpressibleByArgument {
  /// Many short flows side by side: requests over IPv4 and IPv6, lookups over UDP, now and then a lost or repeated packet.
  case mix
  /// Eight long transfers.
  case bulk
  /// HTTP/1.1, many small exchanges: connections that are kept for 20 to 100 of them, and as many that are closed after one.
  case httpSmall = "http-small"
  /// HTTP/1.1, bodies of 16 to 64 MiB, eight connections side by side.
  case httpLarge = "http-large"
  /// Connections that were asked for or opened and then left, none of which ends: half of them one SYN, half of them a
  /// handshake and a request.
  case open

  /// Writes about `size` octets; of `open`, as many connections.
  func write(_ path: String, size: Int) throws {
    var writer = try CaptureWriter(path: path)
    switch self {
    case .mix: try Self.interleave(512, into: &writer, until: size) { Self.short($0, &$1) }
    case .bulk:
      try Self.interleave(8, into: &writer, until: size) { number, random in
        Conversation(.transfer, Self.ends(number, serverPort: 443, isIPv6: number % 4 == 3), &random)
      }
    case .httpSmall:
      try Self.interleave(256, into: &writer, until: size) { number, random in
        let count = random.once(in: 2) ? 1 : Int(20 + random.next() % 81)
        return Conversation(.exchanges(count), Self.ends(number, serverPort: 80, isIPv6: number % 4 == 3), &random)
      }
    case .httpLarge:
      try Self.interleave(8, into: &writer, until: size) { number, random in
        Conversation(.downloads, Self.ends(number, serverPort: 80, isIPv6: number % 4 == 3), &random)
      }
    case .open: try Self.leave(size, into: &writer)
    }
    try writer.flush()
  }

  /// When the first packet comes, in microseconds since 1970.
  private static let start = 1_700_000_000_000_000

  /// Takes packets of `width` conversations at random, and begins another where one has ended.
  private static func interleave(
    _ width: Int, into writer: inout CaptureWriter, until size: Int, _ begin: (Int, inout SeededRandom) -> Conversation
  ) throws {
    var random = SeededRandom(seed: 1)
    var builder = FrameBuilder()
    var begun = width
    var alive = (0..<width).map { begin($0, &random) }
    var time = start
    while writer.count < size {
      let index = Int(random.next() % UInt64(width))
      // Hosts send a few packets at a time.
      for _ in 0..<(1 + random.next() % 4) {
        guard let segment = alive[index].take(&random) else {
          alive[index] = begin(begun, &random)
          begun += 1
          continue
        }
        time += Int(1 + random.next() % 40)
        let ends = alive[index].ends
        if alive[index].isDatagram {
          builder.lookup(ends, fromClient: segment.fromClient, payload: segment.payload, number: Int(ends.clientPort))
        } else {
          builder.tcp(ends, segment, milliseconds: time / 1000)
        }
        try writer.write(builder.frame.span, microseconds: time)
      }
    }
  }

  private static func short(_ number: Int, _ random: inout SeededRandom) -> Conversation {
    let isIPv6 = random.once(in: 4)
    return random.once(in: 3)
      ? Conversation(.lookup, ends(number, serverPort: 53, isIPv6: isIPv6), &random)
      : Conversation(.requests(1 + Int(random.next() % 4)), ends(number, serverPort: 80, isIPv6: isIPv6), &random)
  }

  private static func leave(_ count: Int, into writer: inout CaptureWriter) throws {
    var random = SeededRandom(seed: 2)
    var builder = FrameBuilder()
    // All within ten seconds, so that none is given up for its age.
    for number in 0..<count {
      var conversation = Conversation(.requests(1), ends(number, serverPort: 80, isIPv6: false), &random)
      for index in 0..<(number % 2 == 0 ? 1 : 4) {
        guard let segment = conversation.take(&random) else { break }
        let time = start + number * 10_000_000 / count + index
        builder.tcp(conversation.ends, segment, milliseconds: time / 1000)
        try writer.write(builder.frame.span, microseconds: time)
      }
    }
  }

  /// Addresses and ports of the conversation with this number: none is used twice before 16 million.
  private static func ends(_ number: Int, serverPort: UInt16, isIPv6: Bool) -> Endpoints {
    let host: [UInt8] = [UInt8(number >> 16 & 0xff), UInt8(number >> 8 & 0xff), UInt8(number & 0xff)]
    let server: [UInt8] = [0, UInt8(number % 7), UInt8(1 + number % 200)]
    let prefix: [UInt8] = [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    return Endpoints(
      client: isIPv6 ? prefix + host : [10] + host, server: isIPv6 ? prefix + server : [198] + [18] + server.dropFirst(),
      clientPort: UInt16(32768 + number % 28000), serverPort: serverPort)
  }
}
