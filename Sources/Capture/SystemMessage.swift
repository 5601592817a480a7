import Glibc

/// What the operating system says of an error number.
public enum SystemMessage {
  public static func of(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }
}
