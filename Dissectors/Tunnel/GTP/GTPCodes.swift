/// A GTP version 1 message's type (3GPP TS 29.060 table 1, TS 29.281 table 6.1-1).
public struct GTPMessageType: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A user's packet.
  public static let gPDU = GTPMessageType(rawValue: 255)

  public var isUserPlane: Bool {
    switch rawValue {
    case 1, 2, 26, 31, 253, 254, 255: true
    default: false
    }
  }

  public var name: String? { Self.names[rawValue] }

  private static let names: [UInt8: String] = [
    1: "Echo Request", 2: "Echo Response", 3: "Version Not Supported", 4: "Node Alive Request", 5: "Node Alive Response",
    6: "Redirection Request", 7: "Redirection Response", 16: "Create PDP Context Request", 17: "Create PDP Context Response",
    18: "Update PDP Context Request", 19: "Update PDP Context Response", 20: "Delete PDP Context Request",
    21: "Delete PDP Context Response", 22: "Initiate PDP Context Activation Request",
    23: "Initiate PDP Context Activation Response", 26: "Error Indication", 27: "PDU Notification Request",
    28: "PDU Notification Response", 29: "PDU Notification Reject Request", 30: "PDU Notification Reject Response",
    31: "Supported Extension Headers Notification", 32: "Send Routeing Information for GPRS Request",
    33: "Send Routeing Information for GPRS Response", 34: "Failure Report Request", 35: "Failure Report Response",
    36: "Note MS GPRS Present Request", 37: "Note MS GPRS Present Response", 48: "Identification Request",
    49: "Identification Response", 50: "SGSN Context Request", 51: "SGSN Context Response", 52: "SGSN Context Acknowledge",
    53: "Forward Relocation Request", 54: "Forward Relocation Response", 55: "Forward Relocation Complete",
    56: "Relocation Cancel Request", 57: "Relocation Cancel Response", 58: "Forward SRNS Context",
    59: "Forward Relocation Complete Acknowledge", 60: "Forward SRNS Context Acknowledge", 61: "UE Registration Query Request",
    62: "UE Registration Query Response", 70: "RAN Information Relay", 96: "MBMS Notification Request",
    97: "MBMS Notification Response", 100: "Create MBMS Context Request", 101: "Create MBMS Context Response",
    102: "Update MBMS Context Request", 103: "Update MBMS Context Response", 104: "Delete MBMS Context Request",
    105: "Delete MBMS Context Response", 112: "MBMS Registration Request", 113: "MBMS Registration Response",
    114: "MBMS De-Registration Request", 115: "MBMS De-Registration Response", 116: "MBMS Session Start Request",
    117: "MBMS Session Start Response", 118: "MBMS Session Stop Request", 119: "MBMS Session Stop Response",
    120: "MBMS Session Update Request", 121: "MBMS Session Update Response", 240: "Data Record Transfer Request",
    241: "Data Record Transfer Response", 253: "Tunnel Status", 254: "End Marker", 255: "G-PDU",
  ]
}

/// A GTP version 2 message's type (3GPP TS 29.274 table 6.1-1).
public struct GTP2MessageType: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public var name: String? { Self.names[rawValue] }

  private static let names: [UInt8: String] = [
    1: "Echo Request", 2: "Echo Response", 3: "Version Not Supported Indication", 32: "Create Session Request",
    33: "Create Session Response", 34: "Modify Bearer Request", 35: "Modify Bearer Response", 36: "Delete Session Request",
    37: "Delete Session Response", 38: "Change Notification Request", 39: "Change Notification Response",
    64: "Modify Bearer Command", 65: "Modify Bearer Failure Indication", 66: "Delete Bearer Command",
    67: "Delete Bearer Failure Indication", 68: "Bearer Resource Command", 69: "Bearer Resource Failure Indication",
    70: "Downlink Data Notification Failure Indication", 71: "Trace Session Activation", 72: "Trace Session Deactivation",
    73: "Stop Paging Indication", 95: "Create Bearer Request", 96: "Create Bearer Response", 97: "Update Bearer Request",
    98: "Update Bearer Response", 99: "Delete Bearer Request", 100: "Delete Bearer Response",
    101: "Delete PDN Connection Set Request", 102: "Delete PDN Connection Set Response",
    103: "PGW Downlink Triggering Notification",
    104: "PGW Downlink Triggering Acknowledge", 128: "Identification Request", 129: "Identification Response",
    130: "Context Request", 131: "Context Response", 132: "Context Acknowledge", 133: "Forward Relocation Request",
    134: "Forward Relocation Response", 135: "Forward Relocation Complete Notification",
    136: "Forward Relocation Complete Acknowledge", 137: "Forward Access Context Notification",
    138: "Forward Access Context Acknowledge", 139: "Relocation Cancel Request", 140: "Relocation Cancel Response",
    141: "Configuration Transfer Tunnel", 149: "Detach Notification", 150: "Detach Acknowledge", 151: "CS Paging Indication",
    152: "RAN Information Relay", 153: "Alert MME Notification", 154: "Alert MME Acknowledge", 155: "UE Activity Notification",
    156: "UE Activity Acknowledge", 157: "ISR Status Indication", 160: "Create Forwarding Tunnel Request",
    161: "Create Forwarding Tunnel Response", 162: "Suspend Notification", 163: "Suspend Acknowledge",
    164: "Resume Notification", 165: "Resume Acknowledge", 166: "Create Indirect Data Forwarding Tunnel Request",
    167: "Create Indirect Data Forwarding Tunnel Response", 168: "Delete Indirect Data Forwarding Tunnel Request",
    169: "Delete Indirect Data Forwarding Tunnel Response", 170: "Release Access Bearers Request",
    171: "Release Access Bearers Response", 176: "Downlink Data Notification", 177: "Downlink Data Notification Acknowledge",
    179: "PGW Restart Notification", 180: "PGW Restart Notification Acknowledge", 200: "Update PDN Connection Set Request",
    201: "Update PDN Connection Set Response", 211: "Modify Access Bearers Request", 212: "Modify Access Bearers Response",
    231: "MBMS Session Start Request", 232: "MBMS Session Start Response", 233: "MBMS Session Update Request",
    234: "MBMS Session Update Response", 235: "MBMS Session Stop Request", 236: "MBMS Session Stop Response",
  ]
}
