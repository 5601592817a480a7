public import Dissection
import LinkDissectors
import NetworkDissectors
import PacketModel
import TransportDissectors
import TunnelDissectors

extension DissectorRegistry {
  /// Every dissector this build knows. A new protocol is one folder and one line here, or a case in `Spine` for the few that
  /// every packet crosses.
  public static let standard: DissectorRegistry = {
    var registry = DissectorRegistry()
    // Link
    registry.register(EthernetLayer.self, for: .etherType(.transparentEthernetBridging), .direct(.ethernet))
    registry.register(LLCLayer.self, for: .direct(.llc), .etherType(.jumboLLC))
    registry.register(SNAPLayer.self, for: .direct(.snap), .networkLayerProtocol(0x80))
    registry.register(
      VLANLayer.self, for: .etherType(.vlan), .etherType(.serviceVLAN), .etherType(.oldServiceVLAN),
      .etherType(.olderServiceVLAN))
    registry.register(VNTagLayer.self, for: .etherType(.vnTag))
    registry.register(ARPLayer.self, for: .etherType(.arp), .etherType(.rarp), .serviceAccessPoint(0x98))
    registry.register(LinuxCookedLayer.self, for: .linkType(.linuxCooked))
    registry.register(LinuxCooked2Layer.self, for: .linkType(.linuxCooked2))
    registry.register(LoopbackLayer.self, for: .linkType(.null), .linkType(.loop))
    registry.register(RawLayer.self, for: .linkType(.raw), .linkType(.rawBSD), .linkType(.rawOpenBSD))
    registry.register(
      PPPLayer.self, for: .linkType(.ppp), .linkType(.pppHDLC), .direct(.ppp), .etherType(.ppp),
      .networkLayerProtocol(0xcf))
    registry.register(PPPDirectionLayer.self, for: .linkType(.pppPPPD), .linkType(.pppWithDirection))
    registry.register(PPPControlLayer<LinkControlProtocol>.self, for: .ppp(PPPProtocol.lcp.rawValue))
    registry.register(PPPControlLayer<IPControlProtocol>.self, for: .ppp(PPPProtocol.ipcp.rawValue))
    registry.register(PPPControlLayer<IPv6ControlProtocol>.self, for: .ppp(PPPProtocol.ipv6cp.rawValue))
    registry.register(PPPControlLayer<CompressionControlProtocol>.self, for: .ppp(PPPProtocol.ccp.rawValue))
    registry.register(PPPControlLayer<PasswordAuthenticationProtocol>.self, for: .ppp(PPPProtocol.pap.rawValue))
    registry.register(PPPControlLayer<ChallengeHandshakeProtocol>.self, for: .ppp(PPPProtocol.chap.rawValue))
    registry.register(
      PPPControlLayer<NetworkControlProtocol>.self, for: .ppp(0x8023), .ppp(0x8025), .ppp(0x8027), .ppp(0x8029), .ppp(0x802b),
      .ppp(0x8031), .ppp(0x8035), .ppp(0x803f), .ppp(0x8041), .ppp(0x804b), .ppp(0x804d), .ppp(0x8053), .ppp(0x80fb),
      .ppp(0x8207),
      .ppp(0x8281), .ppp(0x8283))
    registry.register(PPPoELayer.self, for: .etherType(.pppoeDiscovery), .etherType(.pppoeSession), .linkType(.pppoe))
    registry.register(
      MPLSLayer.self, for: .etherType(.mpls), .etherType(.mplsMulticast), .ppp(PPPProtocol.mpls.rawValue),
      .ppp(PPPProtocol.mplsMulticast.rawValue), .ipProtocol(.mpls), .udpPort(6635),
      .linkType(LinkType(rawValue: 219)))
    registry.register(PseudowireControlWordLayer.self, for: .direct(.pseudowireControlWord))
    registry.register(CiscoHDLCLayer.self, for: .linkType(.ciscoHDLC))
    registry.register(ProviderBackboneBridgingLayer.self, for: .etherType(.providerBackboneBridging))
    registry.register(IEEE80211Layer.self, for: .linkType(.ieee80211))
    registry.register(RadiotapLayer.self, for: .linkType(.radiotap))
    registry.register(PrismLayer.self, for: .linkType(.prism))
    registry.register(AVSLayer.self, for: .linkType(.avs))
    registry.register(PKTAPLayer.self, for: .linkType(.pktap), .linkType(.pktapDarwin))
    registry.register(NFLOGLayer.self, for: .linkType(.nflog))
    registry.register(IPOverInfiniBandLayer.self, for: .linkType(.ipOverInfiniBand))
    registry.register(ARCNETLayer<ARCNETOfBSD>.self, for: .linkType(.arcnetBSD))
    registry.register(ARCNETLayer<ARCNETOfLinux>.self, for: .linkType(.arcnetLinux))
    registry.register(FDDILayer.self, for: .linkType(.fddi))
    registry.register(TokenRingLayer.self, for: .linkType(.tokenRing))
    registry.register(FrameRelayLayer.self, for: .linkType(.frameRelay))
    registry.register(SLIPLayer.self, for: .linkType(.slip))
    registry.register(SunATMLayer.self, for: .linkType(.sunATM))
    registry.register(LLCLayer.self, for: .linkType(.atmRFC1483), .linkType(.atmClassicalIP))
    registry.register(IPNetLayer.self, for: .linkType(.ipnet))
    registry.register(DistributedSwitchTagLayer<PlainSwitchTag>.self, for: .linkType(.distributedSwitchTag))
    registry.register(
      DistributedSwitchTagLayer<EtherTypeSwitchTag>.self, for: .linkType(.etherTypeDistributedSwitchTag))
    registry.register(BroadcomTagLayer<BroadcomTagInside>.self, for: .linkType(.broadcomTag))
    registry.register(BroadcomTagLayer<BroadcomTagPrepended>.self, for: .linkType(.broadcomTagPrepended))
    registry.register(IPOverFirewireLayer.self, for: .linkType(.ipOverFirewire))
    registry.register(IPOverFibreChannelLayer.self, for: .linkType(.ipOverFibreChannel))
    // Network
    registry.register(
      IPv4Layer.self, for: .linkType(.ipv4), .ppp(PPPProtocol.ipv4.rawValue), .serviceAccessPoint(0x06),
      .networkLayerProtocol(0xcc))
    registry.register(IPv6Layer.self, for: .linkType(.ipv6), .ppp(PPPProtocol.ipv6.rawValue), .networkLayerProtocol(0x8e))
    registry.register(IPv6HopByHopLayer.self, for: .ipProtocol(.hopByHop))
    registry.register(IPv6RoutingLayer.self, for: .ipProtocol(.routing))
    registry.register(IPv6FragmentLayer.self, for: .ipProtocol(.fragment))
    registry.register(IPv6DestinationOptionsLayer.self, for: .ipProtocol(.destinationOptions))
    registry.register(AuthenticationHeaderLayer.self, for: .ipProtocol(.authentication))
    registry.register(MobilityLayer.self, for: .ipProtocol(.mobility))
    registry.register(HIPLayer.self, for: .ipProtocol(.hostIdentity))
    registry.register(Shim6Layer.self, for: .ipProtocol(.shim6))
    registry.register(ESPLayer.self, for: .ipProtocol(.esp))
    registry.register(IGMPLayer.self, for: .ipProtocol(.igmp))
    // Tunnels
    registry.register(GRELayer.self, for: .ipProtocol(.gre))
    registry.register(ERSPANLayer.self, for: .etherType(.erspan), .etherType(.erspanIII))
    registry.register(EtherIPLayer.self, for: .ipProtocol(.etherIP))
    registry.register(L2TPv3Layer.self, for: .ipProtocol(.l2tp))
    registry.register(NSHLayer.self, for: .etherType(.nsh), .direct(.nsh))
    registry.register(GTPControlLayer.self, for: .udpPort(2123))
    registry.register(GTPUserLayer.self, for: .udpPort(2152))
    registry.register(L2TPLayer.self, for: .udpPort(1701))
    registry.register(AMTLayer.self, for: .udpPort(2268))
    registry.register(TeredoLayer.self, for: .udpPort(3544))
    registry.register(LISPLayer.self, for: .udpPort(4341))
    // 8472 is the port Linux used before the registered one, and still uses by default.
    registry.register(VXLANLayer.self, for: .udpPort(4789), .udpPort(8472))
    registry.register(VXLANGPELayer.self, for: .udpPort(4790))
    registry.register(GeneveLayer.self, for: .udpPort(6081))
    registry.register(CAPWAPLayer.self, for: .udpPort(5247))
    registry.register(TZSPLayer.self, for: .udpPort(37008))
    return registry
  }()
}
