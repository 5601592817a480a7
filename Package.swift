// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]
/// The one experimental feature in the package, and the one target that may use it.
let lifetimes: SwiftSetting = .enableExperimentalFeature("Lifetimes")

/// A target under `Sources/`, settings shared by all.
func source(_ name: String, _ dependencies: [Target.Dependency] = [], extra: [SwiftSetting] = []) -> Target {
  .target(name: name, dependencies: dependencies, path: "Sources/\(name)", swiftSettings: settings + extra)
}

/// A target under `Dissectors/`: one folder a protocol.
func dissectors(_ folder: String, _ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: ["Dissection", "PacketModel", "Octets"] + dependencies, path: "Dissectors/\(folder)",
    swiftSettings: settings)
}

/// The tests of one target, beside the helpers they share.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["Octets", "PacketModel", "Fixtures"], path: "Tests/\(name)",
    swiftSettings: settings)
}

let package = Package(
  name: "weir",
  products: [
    .executable(name: "weir", targets: ["weir"]),
    .library(name: "WeirCapture", targets: ["Capture"]),
    .library(name: "WeirDissectors", targets: ["DissectorCatalog"]),
    .library(name: "WeirFlows", targets: ["Flows"]),
    .library(name: "WeirRecords", targets: ["RecordProtection"]),
    .library(name: "WeirReports", targets: ["Reports"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
  ],
  targets: [
    .systemLibrary(name: "CPcap", path: "Sources/CPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]),
    .systemLibrary(name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CBrotli", path: "Sources/CBrotli", pkgConfig: "libbrotlidec", providers: [.apt(["libbrotli-dev"])]),
    .systemLibrary(name: "CZstd", path: "Sources/CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CCrypto", path: "Sources/CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CSeccomp", path: "Sources/CSeccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
    .systemLibrary(name: "CConfinement", path: "Sources/CConfinement"),
    .systemLibrary(name: "CMalloc", path: "Sources/CMalloc"),
    .systemLibrary(
      name: "CMicrohttpd", path: "Sources/CMicrohttpd", pkgConfig: "libmicrohttpd",
      providers: [.apt(["libmicrohttpd-dev"])]),
    source("Octets", extra: [lifetimes]),
    source("Compression", ["CZlib", "CBrotli", "CZstd"]),
    source("Protobuf"),
    source("PacketModel", ["Octets"]),
    source("Secrets", ["CCrypto", .product(name: "Crypto", package: "swift-crypto")]),
    source("ApplicationModel", ["Secrets", "PacketModel", "Protobuf"]),
    source(
      "RecordProtection",
      ["CCrypto", "Secrets", "ApplicationModel", .product(name: "Crypto", package: "swift-crypto")]),
    source("Dissection", ["ApplicationModel", "Octets", "PacketModel"]),
    source("Capture", ["CPcap", "Secrets", "Octets", "PacketModel"]),
    source("Confinement", ["CSeccomp", "CConfinement"]),
    dissectors("Link", "LinkDissectors"),
    dissectors("Network", "NetworkDissectors"),
    dissectors("Transport", "TransportDissectors"),
    dissectors("Tunnel", "TunnelDissectors"),
    dissectors(
      "Application", "ApplicationDissectors",
      [
        "ApplicationModel", "Compression", "Secrets", "RecordProtection", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "X509", package: "swift-certificates"), .product(name: "SwiftASN1", package: "swift-asn1"),
      ]),
    dissectors(
      "Catalog", "DissectorCatalog",
      ["LinkDissectors", "NetworkDissectors", "TransportDissectors", "TunnelDissectors", "ApplicationDissectors"]),
    source("Flows", ["Dissection", "ApplicationModel", "PacketModel", "Octets"]),
    source(
      "Analysis",
      ["Secrets", "Capture", "DissectorCatalog", "Flows", "ApplicationModel", "Dissection", "PacketModel", "Octets"]),
    source(
      "Reports",
      [
        "Analysis", "ApplicationModel", "Capture", "DissectorCatalog", "Flows", "Dissection", "PacketModel", "Octets",
        "Protobuf", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .executableTarget(
      name: "weir",
      dependencies: [
        "CMalloc", "CMicrohttpd", "ApplicationModel", "Secrets", "Capture", "Confinement", "RecordProtection",
        "DissectorCatalog",
        "Dissection", "Flows", "Analysis", "Reports", "PacketModel", "Octets", "Protobuf",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      path: "Sources/weir", swiftSettings: settings),
    .target(
      name: "Fixtures", path: "Fixtures",
      exclude: [
        "captures", "golden", "record.sh", "record_tcp.sh", "record_http.sh", "record_tls.sh", "record_http2.sh", "lab",
        "http_lab", "tls_lab", "http2_lab", "protobuf", "protected_records.py",
      ],
      swiftSettings: settings),
    tests("FlowTests", ["Flows", "ApplicationModel", "Dissection"]),
    tests(
      "ReportTests",
      ["Reports", "Analysis", "ApplicationModel", "Capture", "Flows", "DissectorCatalog", "Dissection", "Protobuf"]),
    tests("CaptureTests", ["Capture", "Secrets"]),
    tests("ConfinementTests", ["Confinement"]),
    tests("CompressionTests", ["Compression"]),
    tests("ProtobufTests", ["Protobuf"]),
    tests("RecordProtectionTests", ["RecordProtection", "Secrets", "ApplicationModel"]),
    tests("CommandTests", ["weir"]),
    tests("DissectorTests", ["LinkDissectors", "NetworkDissectors", "DissectorCatalog", "Dissection"]),
    tests(
      "TransportDissectorTests", ["TransportDissectors", "NetworkDissectors", "DissectorCatalog", "Dissection", "Capture"]),
    tests("TunnelDissectorTests", ["TunnelDissectors", "DissectorCatalog", "Dissection", "Capture"]),
    tests(
      "ApplicationDissectorTests",
      [
        "ApplicationDissectors", "ApplicationModel", "Secrets", "DissectorCatalog", "Dissection", "Flows", "Analysis",
      ]),
    tests("PacketsTests", ["Analysis", "Capture", "DissectorCatalog", "Dissection", "Reports"]),
    tests("TidyTests", []),
  ]
)
