// swift-tools-version: 6.2
import PackageDescription

/// The house's settings, but for strict memory safety: the baseline loop reads raw memory on purpose, so that what it is
/// compared with has no excuse.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "weir-benchmarks",
  dependencies: [
    .package(name: "weir", path: "../.."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    .executableTarget(
      name: "weir-bench",
      dependencies: [
        .product(name: "WeirCapture", package: "weir"),
        .product(name: "WeirDissectors", package: "weir"),
        .product(name: "WeirFlows", package: "weir"),
        .product(name: "WeirRecords", package: "weir"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources", swiftSettings: settings)
  ]
)
