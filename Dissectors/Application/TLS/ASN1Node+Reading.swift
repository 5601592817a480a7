import SwiftASN1

extension ASN1Node {
  /// What it is made of; of a primitive one, nothing.
  var children: Children {
    switch content {
    case .constructed(let nodes): Children(nodes: nodes.makeIterator())
    case .primitive: Children(nodes: nil)
    }
  }

  struct Children: IteratorProtocol {
    fileprivate var nodes: ASN1NodeCollection.Iterator?

    mutating func next() -> ASN1Node? { nodes?.next() }
  }

  /// Its octets, where it has no parts.
  var primitive: ArraySlice<UInt8>? {
    if case .primitive(let octets) = content { octets } else { nil }
  }

  /// Whether its tag is `[number]`.
  func isTagged(_ number: UInt) -> Bool {
    identifier.tagClass == .contextSpecific && identifier.tagNumber == number
  }
}
