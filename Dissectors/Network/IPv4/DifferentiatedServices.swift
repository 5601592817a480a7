/// The names of the DS field's code points (RFC 2474, RFC 3168; IANA "Differentiated Services Field Codepoints").
enum DifferentiatedServices {
  static func name(_ codePoint: UInt8) -> String? {
    switch codePoint {
    case 1: "LE"
    case 5: "NQB"
    case 44: "VOICE-ADMIT"
    case 46: "EF"
    // Class selectors (RFC 2474 §4.2.2) have zero in their low three bits.
    case let value where value & 7 == 0: "CS\(value >> 3)"
    // Assured forwarding (RFC 2597 §6): class and drop precedence.
    case let value where value & 1 == 0 && value >> 3 >= 1 && value >> 3 <= 4: "AF\(value >> 3)\(value >> 1 & 3)"
    default: nil
    }
  }

  /// The two bits of Explicit Congestion Notification.
  static func congestion(_ bits: UInt8) -> String {
    switch bits & 3 {
    case 0: "Not-ECT"
    case 1: "ECT(1)"
    case 2: "ECT(0)"
    default: "CE"
    }
  }
}
