import PacketModel

/// What the two versions of the cooked header share.
enum LinuxCooked {
  /// The protocol field's meaning depends on the kind of device; small values are no EtherTypes (linux/if_ether.h ETH_P_*).
  static func next(_ hardware: HardwareType, _ protocolType: UInt16) -> LayerKey {
    switch hardware {
    case .netlink: return .direct(.netlink)
    case .frameRelay: return .linkType(.frameRelay)
    case .ieee80211: return .linkType(.ieee80211)
    case .ieee80211Prism: return .linkType(.prism)
    case .ieee80211Radiotap: return .linkType(.radiotap)
    default: break
    }
    switch protocolType {
    case 0x0001: return .etherType(.ipx)
    case 0x0003: return .direct(.ethernet)
    case 0x0004: return .direct(.llc)
    case 0x0007: return .linkType(.pppHDLC)
    case 0x000c, 0x000d: return .linkType(.controllerAreaNetwork)
    case 0x0017: return .linkType(.irda)
    case 0x00f6: return .linkType(.ieee802154)
    default: return .etherType(EtherType(rawValue: protocolType))
    }
  }

  static func protocolName(_ hardware: HardwareType, _ protocolType: UInt16) -> String? {
    if hardware == .netlink { return netlinkFamily(protocolType) }
    switch protocolType {
    case 0x0001: return "802.3"
    case 0x0002: return "AX.25"
    case 0x0003: return "Ethernet"
    case 0x0004: return "802.2"
    case 0x0005: return "SNAP"
    case 0x0006: return "DEC WAN"
    case 0x0007: return "PPP"
    case 0x0009: return "LocalTalk"
    case 0x000c: return "CAN"
    case 0x000d: return "CAN FD"
    case 0x000e: return "CAN XL"
    case 0x0010: return "PPPoE"
    case 0x0011: return "TR_802.2"
    case 0x0015: return "Mobitex"
    case 0x0016: return "Control"
    case 0x0017: return "IrDA"
    case 0x0018: return "Econet"
    case 0x0019: return "HDLC"
    case 0x001a: return "ARCNET"
    case 0x001b: return "DSA"
    case 0x00f6: return "802.15.4"
    case 0x00f7: return "CAIF"
    case 0x00fa: return "MCTP"
    default: return EtherType(rawValue: protocolType).name
    }
  }

  static func packetTypeName(_ type: UInt16) -> String? {
    switch type {
    case 0: "to us"
    case 1: "broadcast"
    case 2: "multicast"
    case 3: "to another host"
    case 4: "sent by us"
    case 6: "to kernel"
    case 7: "to user"
    default: nil
    }
  }

  private static func netlinkFamily(_ family: UInt16) -> String? {
    let names =
      [
        0: "ROUTE", 1: "UNUSED", 2: "USERSOCK", 3: "FIREWALL", 4: "SOCK_DIAG", 5: "NFLOG", 6: "XFRM", 7: "SELINUX", 8: "ISCSI",
        9: "AUDIT", 10: "FIB_LOOKUP", 11: "CONNECTOR", 12: "NETFILTER", 13: "IP6_FW", 14: "DNRTMSG", 15: "KOBJECT_UEVENT",
        16: "GENERIC", 18: "SCSITRANSPORT", 19: "ECRYPTFS", 20: "RDMA", 21: "CRYPTO", 22: "SMC",
      ] as [UInt16: String]
    return names[family]
  }
}
