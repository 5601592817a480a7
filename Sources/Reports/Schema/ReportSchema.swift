/// The JSON Schemas (draft 2020-12) of what Weir prints, as `weir schema` prints them.
///
/// They stand in the program itself, so that nothing has to be found on disk. Strict on purpose: a key that is not described
/// here is an error, so no report can print one unnoticed. One file describes one part of a report.
public enum ReportSchema {
  /// Of the document that `weir report --json` prints.
  public static let report = document(
    id: "urn:weir:report:1", title: "weir.report/1",
    description: "What `weir report --json` prints: one document about all captures of a run.",
    root: RootDefinitions.report, definitions: [RootDefinitions.reportDefinitions] + partDefinitions)

  /// Of each line that `weir report --ndjson` prints.
  public static let records = document(
    id: "urn:weir:records:1", title: "weir.report/1 as records",
    description: """
      One line of `weir report --ndjson`. A flow's record stands where the frame that made it final puts it, findings behind \
      their flow, a capture's record behind its last frame, the summary at the end.
      """,
    root: RootDefinitions.records, definitions: [RootDefinitions.recordDefinitions] + partDefinitions)

  /// Of each line that `weir packets --json` prints.
  public static let packets = document(
    id: "urn:weir:packets:1", title: "weir.packets/1",
    description: "One line of `weir packets --json`: a packet with every layer and every header field.",
    root: PacketDefinitions.root, definitions: [CommonDefinitions.text, PacketDefinitions.text])

  /// Of each line that `weir http --json` prints.
  public static let exchanges = document(
    id: "urn:weir:exchanges:1", title: "weir.exchanges/1",
    description: "One line of `weir http --json`: an HTTP exchange, in the order of the requests unless another was asked for.",
    root: ExchangeDefinitions.root,
    definitions: [
      CommonDefinitions.text, FlowDefinitions.text, ConnectionDefinitions.text, SegmentEventDefinitions.text,
      HTTPDefinitions.text, WebSocketDefinitions.text, ExchangeDefinitions.text,
    ] + TLSDefinitions.all + HTTP2Definitions.all)

  /// Of each line that `weir tls --json` prints.
  public static let handshakes = document(
    id: "urn:weir:handshakes:1", title: "weir.handshakes/1",
    description: "One line of `weir tls --json`: a TLS session, in the order of their handshakes unless another was asked for.",
    root: HandshakeDefinitions.root,
    definitions: [
      CommonDefinitions.text, FlowDefinitions.text, ConnectionDefinitions.text, SegmentEventDefinitions.text,
      HTTPDefinitions.text, WebSocketDefinitions.text, HandshakeDefinitions.text,
    ] + TLSDefinitions.all + HTTP2Definitions.all)

  /// Of each line that `weir http2 --json` prints.
  public static let connections = document(
    id: "urn:weir:connections:1", title: "weir.connections/1",
    description: "One line of `weir http2 --json`: an HTTP/2 connection, in the order of their first frames.",
    root: ConnectionLineDefinitions.root,
    definitions: [
      CommonDefinitions.text, FlowDefinitions.text, ConnectionDefinitions.text, SegmentEventDefinitions.text,
      HTTPDefinitions.text, WebSocketDefinitions.text, ConnectionLineDefinitions.text,
    ] + TLSDefinitions.all + HTTP2Definitions.all)

  /// Of the document that `weir interfaces --json` prints.
  public static let interfaces = document(
    id: "urn:weir:interfaces:1", title: "weir.interfaces/1",
    description: "What `weir interfaces --json` prints: one document about the interfaces that can be captured on.",
    root: InterfaceDefinitions.root, definitions: [CommonDefinitions.text, InterfaceDefinitions.text])

  // MARK: - Parts

  private static let partDefinitions =
    [
      CommonDefinitions.text, CaptureDefinitions.text, QualityDefinitions.text, FlowDefinitions.text,
      ConnectionDefinitions.text,
      SegmentEventDefinitions.text, HTTPDefinitions.text, WebSocketDefinitions.text, FindingDefinitions.text,
    ] + TLSDefinitions.all + HTTP2Definitions.all

  private static func document(id: String, title: String, description: String, root: String, definitions: [String]) -> String {
    """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "\(id)",
      "title": "\(title)",
      "description": "\(description)",
    \(root),
      "$defs": {
    \(definitions.joined(separator: ",\n"))
      }
    }

    """
  }
}
