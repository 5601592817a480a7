/// What Landlock can forbid, by the version of its interface (landlock(7)); and what it is then allowed to do.
struct LandlockRights: Hashable, Sendable {
  /// Of files: those that are forbidden where no rule allows them.
  let files: UInt64
  /// Of TCP: to listen and to connect.
  let network: UInt64
  /// To reach processes outside through abstract sockets and by signals.
  let scopes: UInt64

  init(version: Int) {
    var files = Self.execute | Self.writeFile | Self.readFile | Self.readFolder | Self.removeFolder | Self.removeFile
    // Devices, folders, files, sockets, pipes and links to be made.
    for bit in UInt64(6)...12 { files |= 1 << bit }
    if version >= 2 { files |= Self.refer }
    if version >= 3 { files |= Self.truncate }
    // Version 5 could forbid ioctl(2) on devices, which the terminal needs.
    self.files = files
    network = version >= 4 ? Self.listen | Self.connect : 0
    scopes = version >= 6 ? 3 : 0
  }

  /// In a folder to be read, or a file.
  var reading: UInt64 { files & (Self.readFile | Self.readFolder) }
  /// In a folder to be written in: files are created under one name, written, and given another.
  var writing: UInt64 {
    files & (Self.writeFile | Self.readFolder | Self.removeFile | Self.makeFile | Self.refer | Self.truncate)
  }
  /// What a rule may say of something that is not a folder.
  static let ofFiles = execute | writeFile | readFile | truncate

  static let listen: UInt64 = 1
  static let connect: UInt64 = 1 << 1

  private static let execute: UInt64 = 1
  private static let writeFile: UInt64 = 1 << 1
  private static let readFile: UInt64 = 1 << 2
  private static let readFolder: UInt64 = 1 << 3
  private static let removeFolder: UInt64 = 1 << 4
  private static let removeFile: UInt64 = 1 << 5
  private static let makeFile: UInt64 = 1 << 8
  private static let refer: UInt64 = 1 << 13
  private static let truncate: UInt64 = 1 << 14
}
