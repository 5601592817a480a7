import Reports
import Synchronization

/// What the metrics server answers, and which of its connections must go.
final class MetricsSite: Sendable {
  struct Answer: Sendable {
    var status: Int
    var fields: [(name: String, value: String)]
    var octets: [UInt8]
  }

  private struct Connection {
    var id: Int
    var descriptor: CInt
    var isLeaving = false
  }

  private let text: @Sendable () -> [UInt8]
  /// The oldest first.
  private let connections = Mutex<[Connection]>([])

  static let path = "/metrics"
  /// At once: a handful scrape, and the server has to answer them though others hold connections open.
  static let mostConnections = 16

  init(_ text: @escaping @Sendable () -> [UInt8]) { self.text = text }

  static func isAllowed(_ method: String) -> Bool { method == "GET" || method == "HEAD" }

  /// Of a HEAD the server leaves out the octets, but not their number.
  func answer(_ method: String, _ path: String) -> Answer {
    guard Self.isAllowed(method) else { return Self.line(405, "only GET and HEAD", [("Allow", "GET, HEAD")]) }
    return switch path {
    case Self.path: Answer(status: 200, fields: [("Content-Type", PrometheusText.contentType)], octets: text())
    case "/": Self.line(200, "weir's metrics are at \(Self.path)")
    default: Self.line(404, "weir's metrics are at \(Self.path)")
    }
  }

  private static func line(_ status: Int, _ text: String, _ fields: [(String, String)] = []) -> Answer {
    Answer(
      status: status, fields: [("Content-Type", "text/plain; charset=utf-8")] + fields.map { (name: $0.0, value: $0.1) },
      octets: Array("\(text)\n".utf8))
  }

  // MARK: - Connections

  /// Takes a connection's socket; answers the socket of the oldest when there are too many.
  func opened(_ id: Int, _ descriptor: CInt) -> CInt? {
    connections.withLock { connections in
      connections.append(Connection(id: id, descriptor: descriptor))
      let staying = connections.indices.filter { !connections[$0].isLeaving }
      guard staying.count > Self.mostConnections, let oldest = staying.first else { return nil }
      connections[oldest].isLeaving = true
      return connections[oldest].descriptor
    }
  }

  func closed(_ id: Int) {
    connections.withLock { $0.removeAll { $0.id == id } }
  }
}
