/// What pcap_stats(3PCAP) counts in 32 bits, told in more: it must be looked at before a counter has gone halfway round.
struct LiveCounters: Hashable {
  struct Counter: Hashable {
    private(set) var total = 0
    private var last: UInt32 = 0

    mutating func update(_ value: UInt32) {
      // Signed: libpcap lets the interface's drops go back when it can no longer read them.
      total = max(0, total + Int(Int32(bitPattern: value &- last)))
      last = value
    }
  }

  var received = Counter()
  var dropped = Counter()
  var droppedByInterface = Counter()

  mutating func update(received: UInt32, dropped: UInt32, droppedByInterface: UInt32) {
    self.received.update(received)
    self.dropped.update(dropped)
    self.droppedByInterface.update(droppedByInterface)
  }
}
