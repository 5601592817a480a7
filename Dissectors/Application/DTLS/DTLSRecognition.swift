import ApplicationModel
import Dissection
import Octets

/// Whether a datagram is DTLS, by its content alone.
enum DTLSRecognition {
  /// A record of epoch 0 in which a handshake message begins or goes on; or records, whatever they are, that fill the datagram
  /// to its last octet.
  static func recognise(_ datagram: ByteView) -> Recognition {
    guard let first = datagram.octet(at: 0), (20...26).contains(first) else { return .no }
    var position = 0
    guard let record = DTLSRecord.read(datagram, &position, connectionID: nil), isKnown(record) else { return .no }
    guard first == DTLSRecord.handshake, record.epoch == 0 else { return isChain(datagram) ? .either : .no }
    guard let header = DTLSHandshakeHeader(datagram.dropping(record.fragment.lowerBound).prefix(record.fragment.count)) else {
      return .no
    }
    switch header.type {
    case 1: return .client
    case 2, 3, 14: return .server
    case 0, 4...26: return .either
    default: return .no
    }
  }

  private static func isChain(_ datagram: ByteView) -> Bool {
    var position = 0
    while position < datagram.wireCount {
      guard let record = DTLSRecord.read(datagram, &position, connectionID: nil), isKnown(record) else { return false }
    }
    return true
  }

  /// A header of DTLS 1.2 or before, whose content is not empty; one that 1.3 shares, too.
  private static func isKnown(_ record: DTLSRecord) -> Bool {
    guard record.version == .dtls10 || record.version == .dtls12, record.type != DTLSRecord.connectionID else { return false }
    return record.length > 0
  }
}
