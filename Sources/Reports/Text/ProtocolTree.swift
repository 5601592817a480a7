import PacketModel

/// The layer paths of a capture as a tree: each protocol under the one that carries it.
struct ProtocolTree {
  struct Row: Hashable {
    var depth: Int
    /// One protocol, or several that only ever come together: "ethernet/ipv4".
    var name: String
    var packets: Int
    var octets: Int
  }

  private final class Node {
    var packets = 0
    var octets = 0
    var children: [String: Node] = [:]
  }

  private let root = Node()

  var packets: Int { root.packets }
  var octets: Int { root.octets }

  init(_ paths: [(path: LayerPath, frames: Int, octets: Int)]) {
    for (path, frames, octets) in paths where frames > 0 {
      var node = root
      node.packets += frames
      node.octets += octets
      let names = path.names
      for name in names.isEmpty ? ["nothing"] : names {
        let child = node.children[name] ?? Node()
        node.children[name] = child
        child.packets += frames
        child.octets += octets
        node = child
      }
    }
  }

  /// The rows in the tree's order, those with the most packets first; at most `most`, the commonest, and how many are left.
  func rows(most: Int) -> (shown: [Row], left: Int) {
    var rows: [Row] = []
    collect(root, depth: 0, into: &rows)
    guard rows.count > most else { return (rows, 0) }
    // A parent has at least its child's packets and stands before it: what is kept stays a tree.
    let kept = Set(rows.indices.sorted { (rows[$1].packets, $0) < (rows[$0].packets, $1) }.prefix(most))
    return (rows.indices.filter(kept.contains).map { rows[$0] }, rows.count - most)
  }

  private func collect(_ node: Node, depth: Int, into rows: inout [Row]) {
    let children = node.children.sorted { ($1.value.packets, $0.key) < ($0.value.packets, $1.key) }
    for (name, child) in children {
      var (name, child) = (name, child)
      while child.children.count == 1, let (next, only) = child.children.first, only.packets == child.packets {
        name += "/" + next
        child = only
      }
      rows.append(Row(depth: depth, name: name, packets: child.packets, octets: child.octets))
      collect(child, depth: depth + 1, into: &rows)
    }
  }
}
