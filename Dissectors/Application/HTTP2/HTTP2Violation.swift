import ApplicationModel
import Dissection

/// What a side does that RFC 9113 or RFC 7541 forbids, or that only an attack does.
enum HTTP2Violation: String, CaseIterable, Violation {
  case notFrames = "http2_not_frames"
  case frameSize = "http2_frame_size_error"
  case wrongStream = "http2_wrong_stream"
  case interruptedHeaders = "http2_interrupted_headers"
  case badPadding = "http2_bad_padding"
  case compressionError = "http2_compression_error"
  case headerBomb = "http2_header_bomb"
  case continuationFlood = "http2_continuation_flood"
  case overrunWindow = "http2_flow_control_error"
  case zeroIncrement = "http2_zero_increment"
  case rapidReset = "http2_rapid_reset"
  case settingsFlood = "http2_settings_flood"
  case pingFlood = "http2_ping_flood"
  case tooManyStreams = "http2_too_many_streams"

  var severity: Finding.Severity {
    switch self {
    case .settingsFlood, .pingFlood, .headerBomb, .tooManyStreams: .warning
    default: .error
    }
  }

  var deed: String {
    switch self {
    case .notFrames: "sent octets that are no HTTP/2 frames where one should begin (RFC 9113 §4.1)"
    case .frameSize: "sent frames of a size that their type does not have (RFC 9113 §4.2)"
    case .wrongStream: "sent frames on streams that their type must not be on (RFC 9113 §6)"
    case .interruptedHeaders: "sent something else inside a header block (RFC 9113 §4.3)"
    case .badPadding: "sent frames with more padding than payload (RFC 9113 §6.1)"
    case .compressionError: "sent header blocks that cannot be decoded (RFC 7541)"
    case .headerBomb: "sent header blocks that decode to far more than they hold: more than is kept"
    case .continuationFlood: "sent header blocks in very many CONTINUATION frames, or of a size that no server takes"
    case .overrunWindow: "sent more DATA than the other side had room for (RFC 9113 §5.2)"
    case .zeroIncrement: "sent WINDOW_UPDATE that opens a window by nothing, or too far (RFC 9113 §6.9)"
    case .rapidReset: "reset most of its streams as soon as it had opened them: rapid reset, perhaps (CVE-2023-44487)"
    case .settingsFlood: "sent more SETTINGS than anybody needs"
    case .pingFlood: "sent more PINGs than anybody needs"
    case .tooManyStreams: "has more streams open than are followed"
    }
  }
}
