import Analysis
import PacketModel

/// Who talked, to whom, in which protocols.
extension ReportText {
  private static let listedHosts = 6
  private static let listedConversations = 6
  private static let listedProtocols = 24

  var hosts: [String] {
    // Of two hosts the conversation says the same.
    guard digest.hosts.count > 2 else { return [] }
    var table = TextTable(columns: [
      .init(title: "", isLeft: true), .init(title: "sent"), .init(title: "received"), .init(title: "packets", rank: 1),
      .init(title: "flows", rank: 2),
    ])
    for (host, row) in digest.hosts.top(Self.listedHosts) {
      table.add(
        host.text, HumanUnits.size(row.sent), HumanUnits.size(row.received), HumanUnits.count(row.packets),
        HumanUnits.count(row.flows))
    }
    return [heading(title("Hosts", digest.hosts.count, Self.listedHosts))] + table.lines(style)
  }

  var conversations: [String] {
    guard digest.conversations.count > 0 else { return [] }
    var table = TextTable(columns: [
      .init(title: "", isLeft: true), .init(title: "->"), .init(title: "<-"), .init(title: "packets", rank: 1),
      .init(title: "flows", rank: 2),
    ])
    for (pair, row) in digest.conversations.top(Self.listedConversations) {
      // Who sent less comes first: mostly who asked. But who never answered comes last.
      let isForward = row.received == 0 || (row.sent > 0 && row.sent <= row.received)
      let (left, right) = isForward ? (pair.low, pair.high) : (pair.high, pair.low)
      let (there, back) = isForward ? (row.sent, row.received) : (row.received, row.sent)
      table.add(
        "\(left.text) <-> \(right.text)", HumanUnits.size(there), HumanUnits.size(back), HumanUnits.count(row.packets),
        HumanUnits.count(row.flows))
    }
    let rest = digest.conversations.rest(after: Self.listedConversations)
    if rest.flows > 0 {
      table.add("others", "", HumanUnits.size(rest.octets), HumanUnits.count(rest.packets), HumanUnits.count(rest.flows))
    }
    return [heading(title("Conversations", digest.conversations.count, Self.listedConversations))] + table.lines(style)
  }

  var protocols: [String] {
    let tree = ProtocolTree(result.paths)
    guard tree.packets > 0 else { return [] }
    var table = TextTable(columns: [
      .init(title: "", isLeft: true), .init(title: "packets"), .init(title: "", rank: 2), .init(title: "bytes"),
      .init(title: "", rank: 1),
    ])
    let rows = tree.rows(most: Self.listedProtocols)
    for row in rows.shown {
      table.add(
        spaces(row.depth * 2) + row.name, HumanUnits.count(row.packets), HumanUnits.share(row.packets, of: tree.packets),
        HumanUnits.size(row.octets), HumanUnits.share(row.octets, of: tree.octets))
    }
    let more = rows.left > 0 ? ["  and \(HumanUnits.count(rows.left, "rarer one"))"] : []
    return [heading("Protocols")] + table.lines(style) + more
  }

  private func title(_ what: String, _ count: Int, _ listed: Int) -> String {
    count > listed ? "\(what): the first \(listed) of \(HumanUnits.count(count)), by bytes" : what
  }
}
