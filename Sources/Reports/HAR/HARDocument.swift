/// An HTTP Archive 1.2 (softwareishard.com/blog/har-12-spec), written entry by entry: what goes around them.
public enum HARDocument {
  /// What comes before the entries. There are no pages, but Firefox does not import an archive without their list.
  public static func begin(_ options: HAROptions) -> [UInt8] {
    var json = JSONWriter()
    json.open(UInt8(ascii: "{"))
    json.key("log")
    json.open(UInt8(ascii: "{"))
    json.member("version", word: "1.2")
    json.object("creator") { json in
      json.member("name", word: "weir")
      json.member("version", word: ReportDocument.version)
    }
    json.array("pages") { _ in }
    if !options.redaction.revealSecrets {
      json.member("comment", "Credentials, cookies and tokens in heads, URLs and forms are redacted.")
    }
    json.key("entries")
    json.open(UInt8(ascii: "["))
    return json.octets
  }

  /// A flow's entries, each behind a comma and on a line of its own: the first one's comma is the caller's to drop.
  public static func entries(_ views: [ExchangeView], _ options: HAROptions, to text: inout [UInt8]) {
    for view in views {
      var json = JSONWriter()
      swap(&json.octets, &text)
      json.octets.append(UInt8(ascii: ","))
      json.octets.append(UInt8(ascii: "\n"))
      json.object { HAREntry(view, options).write(to: &$0) }
      swap(&json.octets, &text)
    }
  }

  public static let end = Array("\n]}}\n".utf8)
}

/// What goes into an archive.
public struct HAROptions: Sendable {
  public var redaction = Redaction()
  /// A body with more octets is left out.
  public var maximumBody = 1 << 20

  public init() {}
}
