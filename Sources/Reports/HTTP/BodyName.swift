import ApplicationModel
import Flows

/// A file's name for a body: which one it is, then what its URL ends with, made harmless.
///
/// "17-3-response-logo.png": flow, place in its `http[]`, side. No two bodies of a run have the same, whatever their URLs are.
struct BodyName {
  let text: String

  init(_ view: ExchangeView, isRequest: Bool) {
    let flow = FlowRecord.id(view.conversation.finished.order.frame, depth: view.conversation.finished.order.depth)
    let start = "\(flow)-\(view.number ?? 0)-\(isRequest ? "request" : "response")"
    // The path names what the server sends; what a client sends has no name.
    let path = isRequest ? "" : Self.component(of: view.conversation.redaction.target(view.target))
    let type = view.value("content-type", of: isRequest ? view.exchange.request?.message : view.exchange.response?.message)
    let ending = Self.hasEnding(path) ? "" : "." + Self.ending(type)
    text = start + (path.isEmpty ? "" : "-" + path) + ending
  }

  /// The last component of a target's path: letters, digits, `-`, `_` and dots that do not stand first.
  private static func component(of target: ArraySlice<UInt8>) -> String {
    var path = target
    if path.first != UInt8(ascii: "/") {
      // Of an absolute-form target the authority is no path.
      guard let colon = path.firstIndex(of: UInt8(ascii: ":")), path[(colon + 1)...].starts(with: "//".utf8) else { return "" }
      path = path[(colon + 3)...].drop { !"/?#".utf8.contains($0) }
    }
    path = path.prefix { !"?#".utf8.contains($0) }
    guard let last = path.split(separator: UInt8(ascii: "/")).last, path.last != UInt8(ascii: "/") else { return "" }
    var name: [UInt8] = []
    for octet in last.prefix(while: { $0 != UInt8(ascii: ";") }).suffix(longest) {
      let isPlain = (48...57).contains(octet) || (97...122).contains(octet | 32) || "-_.".utf8.contains(octet)
      if isPlain { name.append(octet) } else if name.last != UInt8(ascii: "_") { name.append(UInt8(ascii: "_")) }
    }
    return String(decoding: name.drop { $0 == UInt8(ascii: ".") }, as: UTF8.self)
  }

  /// Leaves room for what stands before and behind it: most file systems take 255 octets.
  private static let longest = 100

  private static func hasEnding(_ name: String) -> Bool {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return false }
    let ending = name[name.index(after: dot)...]
    return (1...8).contains(ending.count) && ending.allSatisfy { $0.isLetter || $0.isNumber }
  }

  private static func ending(_ type: String?) -> String {
    let type = type?.prefix { $0 != ";" && $0 != " " }.lowercased() ?? ""
    if let known = endings[type] { return known }
    if type.hasSuffix("+json") { return "json" }
    if type.hasSuffix("+xml") { return "xml" }
    return type.hasPrefix("text/") ? "txt" : "bin"
  }

  private static let endings = [
    "text/html": "html", "text/css": "css", "text/csv": "csv", "text/javascript": "js", "application/javascript": "js",
    "application/json": "json", "application/xml": "xml", "text/xml": "xml", "application/pdf": "pdf", "application/zip": "zip",
    "application/gzip": "gz", "application/x-www-form-urlencoded": "txt", "application/wasm": "wasm", "image/png": "png",
    "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/avif": "avif", "image/svg+xml": "svg",
    "image/x-icon": "ico", "image/vnd.microsoft.icon": "ico", "font/woff": "woff", "font/woff2": "woff2", "video/mp4": "mp4",
    "audio/mpeg": "mp3", "application/ocsp-response": "ocsp", "application/x-protobuf": "pb",
  ]
}
