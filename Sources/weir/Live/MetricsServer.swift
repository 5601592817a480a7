import ArgumentParser
import CMicrohttpd
import Glibc
import Reports

/// Answers scrapes of `/metrics` (libmicrohttpd), on a thread of its own.
///
/// In two steps: the socket is opened early, while there are privileges; serving begins when the process is confined. Slow
/// and many clients are bounded in number, in memory, and in time: the oldest connection goes when there are too many.
@safe
final class MetricsServer {
  /// Where it can be asked, with the port that it got.
  let address: MetricsAddress
  private var socket: MetricsSocket?
  private var daemon: OpaquePointer?
  /// Lent to the daemon while it runs.
  private var site: MetricsSite?

  init(address: MetricsAddress) throws {
    let socket = try MetricsSocket(address)
    self.address = socket.address
    self.socket = consume socket
  }

  deinit { stop() }

  /// As a user would type it.
  var url: String { "http://\(address)\(MetricsSite.path)" }

  /// Begins to answer with what `text` makes: called on the server's thread, for every scrape.
  func start(_ text: @escaping @Sendable () -> [UInt8]) throws {
    guard let descriptor = socket.take()?.release() else { return }
    let site = MetricsSite(text)
    self.site = site
    let options: [(MHD_OPTION, Int)] = [
      (.LISTEN_SOCKET, Int(descriptor)), (.CONNECTION_LIMIT, 2 * MetricsSite.mostConnections),
      (.CONNECTION_MEMORY_LIMIT, Self.connectionMemory), (.CONNECTION_TIMEOUT, Self.idleSeconds),
      (.SIGPIPE_HANDLED_BY_APP, 1),
    ]
    unsafe daemon = Self.start(site, options)
    guard unsafe daemon != nil else {
      close(descriptor)
      Diagnostics.error("cannot offer metrics on \(address): the server does not start")
      throw ExitCode(RunStatus.failure.rawValue)
    }
  }

  /// Ends all connections; when it returns, nobody asks any more.
  func stop() {
    if let running = unsafe daemon { unsafe MHD_stop_daemon(running) }
    unsafe daemon = nil
    site = nil
  }

  /// Octets for a request's head and a response's: far more than a scrape's.
  private static let connectionMemory = 16 << 10
  /// Seconds in which something must come from a client. Prometheus scrapes every minute, and makes a new connection then.
  private static let idleSeconds = 10

  // MARK: - libmicrohttpd

  private static func start(_ site: MetricsSite, _ options: [(MHD_OPTION, Int)]) -> OpaquePointer? {
    let context = unsafe Unmanaged.passUnretained(site).toOpaque()
    var items = unsafe options.map { unsafe MHD_OptionItem(option: $0.0, value: $0.1, ptr_value: nil) }
    let notify = unsafe unsafeBitCast(connectionChanged, to: Int.self)
    unsafe items.append(MHD_OptionItem(option: .NOTIFY_CONNECTION, value: notify, ptr_value: context))
    unsafe items.append(MHD_OptionItem(option: .END, value: 0, ptr_value: nil))
    let flags = MHD_USE_POLL_INTERNAL_THREAD.rawValue | MHD_USE_ITC.rawValue
    return unsafe items.withUnsafeMutableBufferPointer { items -> OpaquePointer? in
      guard let first = items.baseAddress else { return nil }
      let arguments: [any CVarArg] = unsafe [MHD_OPTION.ARRAY.rawValue, first, MHD_OPTION.END.rawValue]
      return unsafe withVaList(arguments) { unsafe MHD_start_daemon_va(flags, 0, nil, nil, answer, context, $0) }
    }
  }

  /// Called for every request: first with its head, then, behind what body it may have, to answer.
  private static let answer: MHD_AccessHandlerCallback = { context, connection, url, method, _, _, bodyLength, request in
    guard let context = unsafe context, let connection = unsafe connection, let url = unsafe url, let method = unsafe method,
      let bodyLength = unsafe bodyLength, let request = unsafe request
    else { return .NO }
    let site = unsafe Unmanaged<MetricsSite>.fromOpaque(context).takeUnretainedValue()
    let name = unsafe String(cString: method)
    // Whoever sends something need not send it all to hear that it is not wanted.
    if MetricsSite.isAllowed(name) {
      if unsafe request.pointee == nil {
        unsafe request.pointee = context
        return .YES
      }
      if unsafe bodyLength.pointee > 0 {
        unsafe bodyLength.pointee = 0
        return .YES
      }
    }
    return unsafe send(site.answer(name, unsafe String(cString: url)), on: connection)
  }

  private static func send(_ answer: MetricsSite.Answer, on connection: OpaquePointer) -> MHD_Result {
    var octets = answer.octets
    let count = octets.count
    let made = unsafe octets.withUnsafeMutableBytes {
      unsafe MHD_create_response_from_buffer(count, $0.baseAddress, .RESPMEM_MUST_COPY)
    }
    guard let response = unsafe made else { return .NO }
    defer { unsafe MHD_destroy_response(response) }
    for (name, value) in answer.fields { _ = unsafe MHD_add_response_header(response, name, value) }
    return unsafe MHD_queue_response(connection, CUnsignedInt(answer.status), response)
  }

  private static let connectionChanged: MHD_NotifyConnectionCallback = { context, connection, _, change in
    guard let context = unsafe context, let connection = unsafe connection else { return }
    let site = unsafe Unmanaged<MetricsSite>.fromOpaque(context).takeUnretainedValue()
    let id = Int(bitPattern: connection)
    guard change == .CONNECTION_NOTIFY_STARTED else { return site.closed(id) }
    // Its end is noticed as if the client had gone.
    if let oldest = site.opened(id, unsafe weir_socket_of_connection(connection)) { shutdown(oldest, CInt(SHUT_RDWR)) }
  }
}
