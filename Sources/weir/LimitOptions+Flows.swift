import ArgumentParser
import Flows

extension LimitOptions {
  var flowLimits: FlowLimits {
    var limits = FlowLimits()
    if let maximumFlows { limits.maximumFlows = maximumFlows }
    if let maximumMemory { limits.maximumMemory = maximumMemory }
    return limits
  }
}

/// Sizes as people write them: 65536, 512K, 64M, 4G.
enum Size {
  @Sendable static func parseOrZero(_ text: String) throws -> Int { text == "0" ? 0 : try parse(text) }

  @Sendable static func parse(_ text: String) throws -> Int {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    let unit = text.last.flatMap { units[Character($0.uppercased())] }
    let digits = unit == nil ? text : String(text.dropLast())
    guard let number = Int(digits), number > 0 else {
      throw ValidationError("'\(text)' is not a size: write 65536, 512K, 64M or 4G.")
    }
    let (size, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
    guard !overflow else { throw ValidationError("'\(text)' is more memory than there can be.") }
    return size
  }
}
