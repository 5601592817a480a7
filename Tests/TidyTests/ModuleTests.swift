import Testing

/// Arrows between modules point down, never sideways or up. The manifest could be changed unnoticed; this table less so.
@Suite struct ModuleTests {
  /// A folder, and the modules of this package that its files may import.
  static let arrows: [(folder: String, may: Set<String>)] = [
    ("Sources/Octets", []),
    ("Sources/Compression", ["CZlib", "CBrotli", "CZstd"]),
    ("Sources/Protobuf", []),
    ("Sources/PacketModel", ["Octets"]),
    ("Sources/Secrets", ["CCrypto"]),
    ("Sources/ApplicationModel", ["Secrets", "PacketModel", "Protobuf"]),
    ("Sources/RecordProtection", ["CCrypto", "Secrets", "ApplicationModel"]),
    ("Sources/Dissection", ["ApplicationModel", "Octets", "PacketModel"]),
    ("Sources/Capture", ["CPcap", "Secrets", "Octets", "PacketModel"]),
    ("Sources/Confinement", ["CSeccomp", "CConfinement"]),
    ("Dissectors/Link", contracts),
    ("Dissectors/Network", contracts),
    ("Dissectors/Transport", contracts),
    ("Dissectors/Tunnel", contracts),
    ("Dissectors/Application", contracts.union(["Compression", "Secrets", "RecordProtection"])),
    ("Dissectors/Catalog", contracts.union(dissectors)),
    ("Sources/Flows", contracts),
    ("Sources/Analysis", contracts.union(["Secrets", "Capture", "DissectorCatalog", "Flows"])),
    ("Sources/Reports", contracts.union(["Analysis", "Capture", "DissectorCatalog", "Flows", "Protobuf"])),
    (
      "Sources/weir",
      contracts.union([
        "CMalloc", "CMicrohttpd", "Secrets", "RecordProtection", "Analysis", "Capture", "Confinement", "DissectorCatalog",
        "Flows",
        "Reports", "Protobuf",
      ])
    ),
  ]
  static let contracts: Set = ["Dissection", "ApplicationModel", "PacketModel", "Octets"]
  static let dissectors: Set = [
    "LinkDissectors", "NetworkDissectors", "TransportDissectors", "TunnelDissectors", "ApplicationDissectors",
  ]
  static let modules = contracts.union(dissectors).union([
    "CPcap", "CZlib", "CBrotli", "CZstd", "CCrypto", "CMicrohttpd", "Compression", "Secrets", "RecordProtection", "Capture",
    "DissectorCatalog", "Flows", "Analysis", "Reports", "Fixtures", "weir", "Protobuf",
    "CSeccomp", "CConfinement", "CMalloc", "Confinement",
  ])

  @Test(arguments: arrows)
  func arrowsPointDown(folder: String, may: Set<String>) {
    let files = SourceFile.below(folder)
    #expect(!files.isEmpty)
    let found = files.flatMap { file in
      file.imports.filter { Self.modules.contains($0) && !may.contains($0) }.map { "\(file.path) imports \($0)" }
    }
    #expect(found == [])
  }

  /// A folder that is not in the table would not be looked at.
  @Test func everyFolderHasItsArrows() {
    let folders = Set(
      (SourceFile.below("Sources") + SourceFile.below("Dissectors")).map {
        $0.path.split(separator: "/").prefix(2).joined(separator: "/")
      })
    #expect(folders == Set(Self.arrows.map(\.folder)))
  }

  /// What reads and follows packets knows no files, clocks or processes.
  @Test func noInputOrOutputBelowCapture() {
    let outside: Set = ["Foundation", "Glibc", "Dispatch"]
    let folders = [
      "Sources/Octets", "Sources/Compression", "Sources/Protobuf",
      "Sources/PacketModel", "Sources/ApplicationModel", "Sources/Dissection",
      "Sources/Secrets", "Sources/RecordProtection",
      "Sources/Flows", "Dissectors",
    ]
    let found = folders.flatMap { SourceFile.below($0) }.filter { !outside.isDisjoint(with: $0.imports) }
    #expect(found.map(\.path) == [])
  }
}
