import Glibc

/// What the capture thread sleeps on: packets of any interface, or another thread that rings.
final class LiveBell: Sendable {
  /// The ends of a pipe; -1 where the system has none to give: then the sleeper wakes when its time is up.
  private let sleeping: CInt
  private let ringing: CInt

  init() {
    var ends: [CInt] = [-1, -1]
    _ = unsafe pipe(&ends)
    for end in ends where end >= 0 {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (sleeping, ringing) = (ends[0], ends[1])
  }

  deinit { for end in [sleeping, ringing] where end >= 0 { close(end) } }

  func ring() {
    var octet: UInt8 = 1
    _ = unsafe write(ringing, &octet, 1)
  }

  /// Waits until one of `descriptors` can be read or has something to say, or someone rings, or the time is up.
  func wait(_ descriptors: [CInt], milliseconds: Int) {
    var requests = (descriptors + [sleeping]).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let count = unsafe poll(&requests, nfds_t(requests.count), CInt(clamping: milliseconds))
    if count > 0, let last = requests.last, last.revents != 0 {
      var rung: UInt64 = 0
      _ = unsafe read(sleeping, &rung, MemoryLayout<UInt64>.size)
    }
  }
}
