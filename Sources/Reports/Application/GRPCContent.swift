import ApplicationModel
import Protobuf

/// What a call's descriptor says of it; nothing where none knows its method.
struct GRPCDescription {
  let schema: ProtoSchema
  let method: ProtoMethod

  init?(_ call: GRPCCall, _ log: HTTPLog) {
    guard let schema = call.schema, !call.method.isEmpty else { return nil }
    let service = String(decoding: log.octets(at: call.service), as: UTF8.self)
    let name = String(decoding: log.octets(at: call.method), as: UTF8.self)
    guard let method = schema.method(name, of: service) else { return nil }
    (self.schema, self.method) = (schema, method)
  }

  var kind: GRPCCall.Kind {
    GRPCCall.Kind(streamsRequests: method.streamsRequests, streamsResponses: method.streamsResponses)
  }

  func type(isRequest: Bool) -> ProtoMessageType? { schema.message(isRequest ? method.input : method.output) }
}

/// What a message holds, as far as its octets were kept: JSON where it is described, else its fields.
enum GRPCContent {
  /// Nothing is to be told: none of it could be kept.
  case none
  case described(ProtoDecoding, ProtoSchema)
  case listed(ProtoListing, isCut: Bool)
  /// It is not of Protocol Buffers.
  case foreign(ArraySlice<UInt8>, isCut: Bool)

  init(_ call: GRPCCall, _ message: GRPCCall.Message, _ description: GRPCDescription?) {
    let octets = call.content(of: message)
    let isCut = octets.count < message.octets || !message.isComplete
    // An empty message says as much as any other; one of which nothing was kept does not.
    guard !octets.isEmpty || (message.isComplete && message.length == 0) else {
      self = .none
      return
    }
    if call.format == .proto {
      if let description, let type = description.type(isRequest: message.isRequest) {
        let decoding = ProtoDecoder.decode(octets, as: type, in: description.schema, isWhole: !isCut)
        // Octets that are no such message are better told as what they are.
        if decoding.outcome != .malformed {
          self = .described(decoding, description.schema)
          return
        }
      }
      let listing = ProtoListing(octets)
      if listing.error == nil || (isCut && listing.error?.reason == .truncated) {
        self = .listed(listing, isCut: isCut)
        return
      }
    }
    self = .foreign(octets, isCut: isCut)
  }

  func write(_ redaction: Redaction, to json: inout JSONWriter) {
    switch self {
    case .none: break
    case .described(let decoding, let schema):
      json.member("type", decoding.message.type.name)
      json.key("json")
      ProtoJSON(schema: schema, redaction: redaction).element(decoding.message, to: &json)
      json.member("unknown_fields", unlessZero: decoding.unknownFields)
      if decoding.outcome != .whole { json.member("content", word: decoding.outcome.rawValue) }
    case .listed(let listing, let isCut):
      ProtoListingRecord(redaction: redaction).write(listing, to: &json)
      if isCut { json.member("content", word: "cut") }
    case .foreign(let octets, let isCut):
      json.member("content", word: "foreign")
      guard redaction.revealsUnnamed else { return }
      let shown = octets.prefix(ProtoListingRecord.maximumShown)
      if BodyText.text(Array(octets), isCut: isCut) != nil {
        json.member("text", octets: NetworkText.preview(Array(redaction.body(shown, type: nil)), of: octets.count))
      } else {
        json.member("hex", hexadecimal: Array(shown))
      }
    }
  }
}
