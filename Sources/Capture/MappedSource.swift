/// A regular file, mapped whole, and mapped anew when it has grown.
struct MappedSource: Sendable {
  private let descriptor: FileDescriptor
  private let path: String
  private let follow: Bool
  private(set) var storage: OctetStorage

  /// Milliseconds between two looks at a file that is followed.
  private static let interval: CInt = 60

  /// Answers nothing when the file cannot be mapped. An empty one is no map, but may become one.
  init?(_ descriptor: FileDescriptor, path: String, size: Int, follow: Bool) {
    self.descriptor = descriptor
    self.path = path
    self.follow = follow
    if size == 0 {
      storage = .buffer([])
    } else {
      guard let file = MappedFile(descriptor, count: size) else { return nil }
      storage = .mapped(file)
    }
  }

  /// Looks whether the file has grown; one that is followed, until it has.
  mutating func supply(stop: StopSignal?) throws(CaptureError) -> Supply {
    while true {
      let size = try descriptor.regularSize() ?? 0
      guard size >= storage.count else { throw CaptureError(path: path, .shrank) }
      if size > storage.count {
        guard let file = MappedFile(descriptor, count: size) else {
          throw CaptureError(path: path, .system(doing: "map it", message: "it grew, and mapping all of it failed"))
        }
        storage = .mapped(file)
        return .more
      }
      guard follow else { return .end }
      if stop?.isRaised == true { return .stopped }
      FileDescriptor.pause(milliseconds: Self.interval)
      if stop?.isRaised == true { return .stopped }
    }
  }
}
