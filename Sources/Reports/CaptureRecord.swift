import Analysis
import Capture
import PacketModel

/// Writes an entry of `captures[]`.
enum CaptureRecord {
  static func write(_ capture: CaptureSummary, to json: inout JSONWriter) {
    let description = capture.description
    json.member(description.format == .live ? "interface" : "path", description.path)
    json.member("format", description.format?.rawValue)
    json.member("variant", description.variant)
    json.member("byte_order", description.byteOrder?.rawValue)
    json.member("time_resolution", description.timeResolution)
    json.array("link_types") { json in
      for type in description.linkTypes { json.element(name(type)) }
    }
    json.array("interfaces") { json in
      for interface in description.interfaces { json.object { write(interface, to: &$0) } }
    }
    json.member("packets", capture.packets)
    json.member("bytes", capture.octets)
    json.member("captured_bytes", capture.capturedOctets)
    if let live = capture.live {
      json.member("received", live.received)
      json.member("dropped_by_kernel", live.droppedByKernel)
      json.member("dropped_by_interface", live.droppedByInterface)
      json.member("failure", live.failure)
    }
    if capture.filtered > 0 { json.member("filtered_packets", capture.filtered) }
    if let time = capture.firstTime { json.member("first_time", time) }
    if let time = capture.lastTime { json.member("last_time", time) }
    json.member("hardware", description.hardware)
    json.member("os", description.os)
    json.member("application", description.application)
    if !description.comments.isEmpty {
      json.array("comments") { json in
        for comment in description.comments { json.element(comment) }
      }
    }
    writeSecrets(description.secretBlocks, to: &json)
    if let damage = description.damage {
      json.object("damage") { json in
        json.member("offset", damage.offset)
        json.member("reason", damage.reason)
        json.member("skipped_bytes", damage.skippedOctets)
        json.member("places", damage.count)
      }
    }
  }

  /// How many blocks of secrets there are, and of which kinds; never what they hold.
  private static func writeSecrets(_ blocks: [CaptureSecretType: Int], to json: inout JSONWriter) {
    guard !blocks.isEmpty else { return }
    json.object("secrets") { json in
      json.member("blocks", blocks.values.reduce(0, +))
      json.member("tls_key_log", blocks[.tlsKeyLog])
      let unused = blocks.filter { $0.key != .tlsKeyLog }.sorted { $0.key.name < $1.key.name }
      guard !unused.isEmpty else { return }
      json.object("unused") { json in
        for (type, count) in unused { json.member(type.name, count) }
      }
    }
  }

  private static func write(_ interface: CaptureInterface, to json: inout JSONWriter) {
    json.member("name", interface.name)
    json.member("description", interface.description)
    json.member("link_type", name(interface.linkType))
    json.member("snap_length", interface.snapLength)
    json.member("time_resolution", interface.timeResolution.description)
    json.member("filter", interface.filter)
    json.member("os", interface.os)
    json.member("hardware", interface.hardware)
    json.member("speed_bps", interface.speed.flatMap(Int.init(exactly:)))
    if let statistics = interface.statistics {
      json.object("statistics") { json in
        json.member("received", statistics.received.flatMap(Int.init(exactly:)))
        json.member("dropped_by_interface", statistics.droppedByInterface.flatMap(Int.init(exactly:)))
        json.member("accepted_by_filter", statistics.acceptedByFilter.flatMap(Int.init(exactly:)))
        json.member("dropped_by_kernel", statistics.droppedByKernel.flatMap(Int.init(exactly:)))
        json.member("delivered", statistics.delivered.flatMap(Int.init(exactly:)))
      }
    }
    if !interface.comments.isEmpty {
      json.array("comments") { json in
        for comment in interface.comments { json.element(comment) }
      }
    }
  }

  /// A registered link type by name, another by number.
  static func name(_ type: LinkType) -> String { LayerKey.linkType(type).slug }
}
