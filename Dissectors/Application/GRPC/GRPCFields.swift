import ApplicationModel

/// A head's fields that gRPC has a meaning for, found in one pass: places in the log's octets.
struct GRPCFields: Hashable, Sendable {
  private(set) var contentType: Range<Int>?
  private(set) var timeout: Range<Int>?
  private(set) var encoding: Range<Int>?
  private(set) var status: Range<Int>?
  private(set) var message: Range<Int>?

  /// Of fields with one name the first counts.
  init(_ place: Range<Int>, _ log: borrowing HTTPLog) {
    guard place.lowerBound >= 0, place.upperBound <= log.fields.count else { return }
    for index in place {
      let field = log.fields[index]
      switch field.name.count {
      case 11: if status == nil, log.isName(field, "grpc-status") { status = field.value }
      case 12:
        if contentType == nil, log.isName(field, "content-type") {
          contentType = field.value
        } else if timeout == nil, log.isName(field, "grpc-timeout") {
          timeout = field.value
        } else if message == nil, log.isName(field, "grpc-message") {
          message = field.value
        }
      case 13: if encoding == nil, log.isName(field, "grpc-encoding") { encoding = field.value }
      default: break
      }
    }
  }
}
