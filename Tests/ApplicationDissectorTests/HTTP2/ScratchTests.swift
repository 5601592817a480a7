import ApplicationModel
import Dissection
import Octets
import PacketModel
import Testing

@testable import ApplicationDissectors

@Test func scratch() {
  let key = FlowKey(
    lowAddress: IPAddress(low: 1), highAddress: IPAddress(low: 2), lowPort: 1, highPort: 2, version: .four, transport: .tcp)
  let connection = StreamConnection(key: key, firstFrame: 1, depth: 0, client: .low)
  var d = HTTP2Dissector(StreamContext(connection: connection, registry: ApplicationRegistry(), options: ApplicationOptions()))
  func place(_ f: Int) -> StreamPlace { StreamPlace(frame: f, time: Timestamp(nanoseconds: Int64(f) * 1_000_000), isSegmentStart: true) }
  let settings: [UInt8] = [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100]
  let ack: [UInt8] = [0, 0, 0, 4, 1, 0, 0, 0, 0]
  d.receive(ByteView(settings.span, offset: 1), from: .high, at: place(1))
  let c = HTTP2FrameCutter.preface + settings + ack + [0, 0, 4, 1, 5, 0, 0, 0, 13, 0x82, 0x84, 0x86, 0x41 & 0 | 0x84]
  d.receive(ByteView(c.span, offset: 1), from: .low, at: place(2))
  let s = ack + [0, 0, 1, 1, 4, 0, 0, 0, 13, 0x88]
  d.receive(ByteView(s.span, offset: 16), from: .high, at: place(3))
  let t: [UInt8] = [0, 0, 3, 0, 1, 0, 0, 0, 13, 65, 66, 67]
  d.receive(ByteView(t.span, offset: 16 + s.count), from: .high, at: place(4))
  print(d.serverSide.cutter, d.streams.count, d.log.exchanges.map { ($0.stream ?? 0, $0.response?.status ?? -1) }, d.serverSide.told, d.clientSide.told)
}
