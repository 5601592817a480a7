import DissectorCatalog
import Octets
import PacketModel

/// Writes `malformed`: headers that break their format.
enum MalformedRecord {
  static func write(_ counts: FrameCounts, total: Int, to json: inout JSONWriter) {
    json.member("total", total)
    json.object("by_layer") { json in
      for (id, count) in counts.malformed.enumerated() where count > 0 {
        json.key(ProtocolID(rawValue: UInt8(truncatingIfNeeded: id)).name)
        json.element(count)
      }
    }
    json.array("samples") { json in
      for sample in counts.malformedSamples {
        json.object { json in
          json.member("frame", sample.frame)
          json.member("layer", sample.layer.name)
          json.member("offset", sample.error.offset)
          json.member("reason", sample.error.description)
        }
      }
    }
  }
}
