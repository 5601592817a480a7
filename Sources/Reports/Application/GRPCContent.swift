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
  /// Nothing is to be told: it is not Protocol Buffers, or none of it could be kept.
  case none
  case described(ProtoDecoding, ProtoSchema)
  case listed(ProtoListing, isCut: Bool)

  init(_ call: GRPCCall, _ message: GRPCCall.Message, _ description: GRPCDescription?) {
    let octets = call.content(of: message)
    let isCut = octets.count < message.octets || !message.isComplete
    guard call.format == .proto, !octets.isEmpty || (message.octets == 0 && !isCut && !message.isCompressed) else {
      self = .none
      return
    }
    if let description, let type = description.type(isRequest: message.isRequest) {
      let decoding = ProtoDecoder.decode(octets, as: type, in: description.schema, isWhole: !isCut)
      // Octets that are no such message are better told as what they are.
      if decoding.outcome != .malformed {
        self = .described(decoding, description.schema)
        return
      }
    }
    self = .listed(ProtoListing(octets), isCut: isCut)
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
      // An empty message, and one whose first field was not kept, say nothing by a list of no fields.
      guard !listing.fields.isEmpty || listing.error == nil else {
        return json.member("content", word: isCut ? "cut" : "malformed")
      }
      ProtoListingRecord(redaction: redaction).write(listing, to: &json)
      if isCut, listing.error?.reason != .malformed {
        json.member("content", word: "cut")
      } else if listing.error != nil {
        json.member("content", word: "malformed")
      }
    }
  }
}
