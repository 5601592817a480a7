import Fixtures
import Foundation
import Testing

@Suite struct CommunityIDTests {
  struct Vector: Decodable {
    var proto: Int
    var saddr: String
    var daddr: String
    var communityid: String
  }

  @Test("the published vectors of Community ID v1")
  func vectors() throws {
    guard let folder = Fixture.shared?.appending(path: "vectors/community-id") else {
      print("skipped: ../shared is not here")
      return
    }
    let vectors = try JSONDecoder().decode(
      [Vector].self, from: Data(contentsOf: folder.appending(path: "baseline_deflt.json")))
    var found: [String: Set<String>] = [:]
    for name in ["tcp", "udp", "icmp", "icmp6", "ipv6", "sctp", "rsvp"] {
      for flow in try Printed.flows(folder.appending(path: "\(name).pcap").path) {
        let sides = ["client", "server"].compactMap { (flow[$0] as? [String: Any])?["address"] as? String }
        found[sides.sorted().joined(separator: " "), default: []].insert(flow["community_id"] as? String ?? "")
      }
    }
    for vector in vectors {
      let key = [vector.saddr, vector.daddr].sorted().joined(separator: " ")
      #expect(found[key]?.contains(vector.communityid) == true, "\(vector)")
    }
    // And no flow has an id that the vectors do not know.
    let known = Set(vectors.map(\.communityid))
    #expect(found.values.allSatisfy { $0.isSubset(of: known) })
  }
}
