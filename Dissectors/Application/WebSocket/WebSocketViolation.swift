import ApplicationModel
import Dissection

/// What a side does that RFC 6455 or RFC 7692 forbids. The raw value is the finding's id.
enum WebSocketViolation: String, CaseIterable, Violation {
  case unmaskedClientFrame = "websocket_unmasked_client_frame"
  case maskedServerFrame = "websocket_masked_server_frame"
  case reservedBits = "websocket_reserved_bits"
  case unknownOpcode = "websocket_unknown_opcode"
  case fragmentedControl = "websocket_fragmented_control_frame"
  case longControl = "websocket_long_control_frame"
  case continuationWithoutStart = "websocket_continuation_without_start"
  case interruptedMessage = "websocket_interrupted_message"
  case nonMinimalLength = "websocket_non_minimal_length"
  case impossibleLength = "websocket_impossible_length"
  case badText = "websocket_bad_text"
  case damagedCompression = "websocket_damaged_compression"
  case decompressionTooLarge = "websocket_decompression_too_large"
  case badClosePayload = "websocket_bad_close_payload"
  case badCloseCode = "websocket_bad_close_code"
  case badCloseReason = "websocket_bad_close_reason"
  case frameAfterClose = "websocket_frame_after_close"

  var severity: Finding.Severity {
    switch self {
    case .nonMinimalLength, .frameAfterClose, .decompressionTooLarge: .warning
    default: .error
    }
  }

  /// What the side did, as the rest of a sentence.
  var deed: String {
    switch self {
    case .unmaskedClientFrame: "sent frames without a mask (RFC 6455 §5.1)"
    case .maskedServerFrame: "sent masked frames (RFC 6455 §5.1)"
    case .reservedBits: "set reserved bits for which no extension was agreed (RFC 6455 §5.2)"
    case .unknownOpcode: "sent frames of unknown opcodes (RFC 6455 §5.2)"
    case .fragmentedControl: "fragmented control frames (RFC 6455 §5.5)"
    case .longControl: "sent control frames of more than 125 octets (RFC 6455 §5.5)"
    case .continuationWithoutStart: "continued messages that it had not begun (RFC 6455 §5.4)"
    case .interruptedMessage: "began messages within others (RFC 6455 §5.4)"
    case .nonMinimalLength: "wrote lengths in a longer form than needed (RFC 6455 §5.2)"
    case .impossibleLength: "wrote a length with the top bit set, behind which no frame can be found (RFC 6455 §5.2)"
    case .badText: "sent text that is not UTF-8 (RFC 6455 §8.1)"
    case .damagedCompression: "sent messages that cannot be decompressed (RFC 7692 §7.2.2)"
    case .decompressionTooLarge: "sent messages that decompress to more than is followed"
    case .badClosePayload: "sent a Close frame whose payload holds no whole code (RFC 6455 §5.5.1)"
    case .badCloseCode: "sent a close code that must not be sent (RFC 6455 §7.4)"
    case .badCloseReason: "sent a close reason that is not UTF-8 (RFC 6455 §5.5.1)"
    case .frameAfterClose: "sent data or Close frames after its Close frame (RFC 6455 §5.5.1)"
    }
  }
}
