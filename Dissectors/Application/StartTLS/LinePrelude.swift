public import Dissection
public import Octets
import PacketModel

/// A protocol of lines, in which a client asks for TLS with a command.
public protocol LinePrelude: TLSPrelude {
  static var rules: LineRules { get }
}

/// How a protocol of lines is known, and how TLS begins in it. All words are in upper case; case does not matter.
public struct LineRules: Sendable {
  /// What the server's first line begins with. With `-` behind it, more lines follow.
  var greetings: [String]
  /// What tells the greeting from those of other protocols that begin alike; nothing where no other does.
  var greetingWords: [String]?
  /// Commands by which a client is known at once, and those that others have, too, so that the greeting must be known.
  var openings: [String]
  var commands: [String]
  /// What the client asks for TLS with.
  var requests: [String]
  /// What the server's consent begins with, and its refusals.
  var consents: [String]
  var refusals: [String]
  /// Whether commands have tags, which answers repeat.
  var hasTags = false
  /// Whether answers name their sender first.
  var hasSources = false
}

extension LinePrelude {
  // MARK: - Recognising

  public static func recognise(_ octets: ByteView, answering other: ByteView) -> Recognition {
    guard let line = PreludeLine(octets) else { return .no }
    let client = recognise(client: line, isGreeted: PreludeLine(other).map { rules.greets($0) == .yes } ?? false)
    return client == .no ? recognise(server: line, octets) : client
  }

  private static func recognise(client line: PreludeLine, isGreeted: Bool) -> Recognition {
    let words = isGreeted ? rules.openings + rules.commands : rules.openings
    let command = rules.hasTags ? line.behindWord : line
    guard let command else { return rules.hasTags && !line.isWhole && line.isTagLike ? .maybe : .no }
    switch command.begins(withAnyOf: words) {
    case .yes: return line.isWhole ? .client : .maybe
    case .unsure: return .maybe
    case .no: return .no
    }
  }

  private static func recognise(server line: PreludeLine, _ octets: ByteView) -> Recognition {
    switch rules.greets(line) {
    case .no: return .no
    case .unsure: return .maybe
    case .yes:
      guard let words = rules.greetingWords else { return line.isWhole ? .server : .maybe }
      guard line.isWhole else { return .maybe }
      if words.contains(where: line.contains) { return .server }
      guard !rules.commands.isEmpty else { return .no }
      // Who has answered since was asked something that is none of the protocol's commands.
      return PreludeLine.extent(ofReply: octets) ?? octets.count < octets.count ? .no : .maybe
    }
  }

  // MARK: - Following

  public static func unit(_ octets: ByteView, isClient: Bool) -> TLSPreludeUnit {
    PreludeLine.end(in: octets).map { .octets($0) } ?? .more
  }

  public static func saying(_ unit: ByteView, isClient: Bool, tag: [UInt8]?) -> TLSPreludeSaying {
    guard let line = PreludeLine(unit) else { return .other }
    if isClient {
      let command = rules.hasTags ? line.behindWord : line
      guard command?.begins(withAnyOf: rules.requests) == .yes else { return .other }
      return .request(tag: rules.hasTags ? line.word : [])
    }
    var answer: PreludeLine? = line
    if rules.hasTags {
      guard let tag, line.word == tag else { return .other }
      answer = line.behindWord
    } else if rules.hasSources, line.octets.first == UInt8(ascii: ":") {
      answer = line.behindWord
    }
    if answer?.begins(withAnyOf: rules.consents) == .yes { return .consent }
    return answer?.begins(withAnyOf: rules.refusals, ofWords: false) == .yes ? .refusal : .other
  }
}

extension LineRules {
  func greets(_ line: PreludeLine) -> PreludeLine.Match { line.begins(withAnyOf: greetings, ofWords: false) }
}
