import Capture
import Reports
final class MetricsServer {
  init(address: String) throws {}; func start(_ text: @escaping @Sendable () -> [UInt8]) {}; func stop() {}
}
final class LiveTerminal {
  init?() { return nil }; func keys() -> [LiveKey] { [] }; func draw(_ l: [String]) {}; func close() {};
  var size: (width: Int, height: Int) { (80, 24) }
}
extension LiveCommand { func confine(_ recorder: Recorder?) throws {} }
