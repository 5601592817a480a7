import CConfinement
import Glibc

/// What root's power is divided into (capabilities(7)), of the calling thread.
enum Capabilities {
  /// CAP_DAC_OVERRIDE: files may be written whoever they belong to.
  static let overrideAccess: UInt64 = 1 << 1

  /// Those that may be used.
  static var permitted: UInt64 {
    var header = __user_cap_header_struct(version: version, pid: 0)
    var data = (__user_cap_data_struct(), __user_cap_data_struct())
    let answer = unsafe withUnsafeMutablePointer(to: &header) { header in
      unsafe withUnsafeMutablePointer(to: &data) { data in
        confinement_system_call(get, UInt(bitPattern: header), UInt(bitPattern: data), 0, 0)
      }
    }
    return answer == 0 ? UInt64(data.1.permitted) << 32 | UInt64(data.0.permitted) : 0
  }

  /// Keeps these of those there are, and lets go of all others.
  static func keep(_ kept: UInt64) -> Bool {
    // PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL
    _ = confinement_prctl(47, 4, 0)
    let low = UInt32(truncatingIfNeeded: kept & permitted)
    let high = UInt32(truncatingIfNeeded: (kept & permitted) >> 32)
    var header = __user_cap_header_struct(version: version, pid: 0)
    var data = (
      __user_cap_data_struct(effective: low, permitted: low, inheritable: 0),
      __user_cap_data_struct(effective: high, permitted: high, inheritable: 0)
    )
    let answer = unsafe withUnsafeMutablePointer(to: &header) { header in
      unsafe withUnsafeMutablePointer(to: &data) { data in
        confinement_system_call(set, UInt(bitPattern: header), UInt(bitPattern: data), 0, 0)
      }
    }
    return answer == 0
  }

  /// Takes all others from the bounding set: no program run from here can have them.
  static func limit(to kept: UInt64) -> Bool {
    var isLimited = true
    for number in 0..<64 where kept >> UInt64(number) & 1 == 0 {
      // PR_CAPBSET_READ answers -1 for one that this kernel does not know.
      guard confinement_prctl(23, UInt(number), 0) == 1 else { continue }
      // PR_CAPBSET_DROP
      if confinement_prctl(24, UInt(number), 0) != 0 { isLimited = false }
    }
    return isLimited
  }

  static func forbidNewPrivileges() -> Bool { confinement_prctl(PR_SET_NO_NEW_PRIVS, 1, 0) == 0 }

  /// _LINUX_CAPABILITY_VERSION_3: 64 bits in two halves.
  private static let version: UInt32 = 0x2008_0522
  private static let get = Int(SYS_capget)
  private static let set = Int(SYS_capset)
}
