import ArgumentParser
import Capture
import Glibc
import Reports

/// A socket that listens on an address: opened while there are still privileges to do so.
struct MetricsSocket: ~Copyable {
  private var descriptor: CInt
  /// With the port that it got.
  private(set) var address: MetricsAddress

  /// Says in a line why an address cannot be listened on.
  init(_ address: MetricsAddress) throws {
    self.address = address
    descriptor = socket(address.isIPv6 ? AF_INET6 : AF_INET, CInt(SOCK_STREAM.rawValue) | Self.flags, 0)
    guard descriptor >= 0 else { throw Self.failure(address) }
    do { try listen() } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Hands the socket over to who closes it.
  consuming func release() -> CInt {
    let taken = descriptor
    descriptor = -1
    return taken
  }

  static func isNumeric(_ address: MetricsAddress) -> Bool { storage(address) != nil }

  // MARK: - System calls

  /// Set at once, so that no child inherits it; MHD wants sockets that do not wait.
  private static let flags = CInt(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
  /// Clients that wait to be accepted.
  private static let backlog: CInt = 16

  private mutating func listen() throws {
    guard var (storage, length) = Self.storage(address) else { throw Self.failure(address) }
    // A port is free again at once after a run.
    var yes: CInt = 1
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
    let descriptor = descriptor
    let isBound = unsafe withUnsafePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(descriptor, $0, length) == 0 }
    }
    guard isBound, Glibc.listen(descriptor, Self.backlog) == 0 else { throw Self.failure(address) }
    let isKnown = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(descriptor, $0, &length) == 0 }
    }
    guard isKnown else { throw Self.failure(address) }
    // The port stands at the same place in both families' addresses, in network order.
    address.port = unsafe withUnsafeBytes(of: storage) { bytes in
      unsafe UInt16(bytes[2]) << 8 | UInt16(bytes[3])
    }
  }

  /// Nothing for what is no numeric address of its family.
  private static func storage(_ address: MetricsAddress) -> (sockaddr_storage, socklen_t)? {
    var storage = sockaddr_storage()
    let isParsed = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
      if address.isIPv6 {
        return unsafe pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { six in
          unsafe six.pointee.sin6_family = sa_family_t(AF_INET6)
          unsafe six.pointee.sin6_port = address.port.bigEndian
          return unsafe inet_pton(AF_INET6, address.host, &six.pointee.sin6_addr) == 1
        }
      }
      return unsafe pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { four in
        unsafe four.pointee.sin_family = sa_family_t(AF_INET)
        unsafe four.pointee.sin_port = address.port.bigEndian
        return unsafe inet_pton(AF_INET, address.host, &four.pointee.sin_addr) == 1
      }
    }
    guard isParsed else { return nil }
    let length = address.isIPv6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
    return (storage, socklen_t(length))
  }

  private static func failure(_ address: MetricsAddress) -> ExitCode {
    Diagnostics.error("cannot offer metrics on \(address): \(SystemMessage.of(errno))")
    return ExitCode(RunStatus.failure.rawValue)
  }
}
