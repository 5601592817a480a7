public import Foundation

/// A capture shipped with the package, found beside this file.
public struct Fixture: Sendable {
  public let url: URL

  /// `name` is a path below `Fixtures/captures`, as in "tcp/handshake.pcap".
  public init(_ name: String) {
    url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "captures").appending(path: name)
  }

  public var octets: [UInt8] {
    get throws { try Array(Data(contentsOf: url)) }
  }

  /// The read-only folder beside the project's root, or nothing where it is missing.
  public static var shared: URL? {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let shared = root.deletingLastPathComponent().appending(path: "shared")
    return FileManager.default.fileExists(atPath: shared.path) ? shared : nil
  }
}
