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
    registry.register(EthernetLayer.self, for: .etherType(.transparentEthernetBridging), .direct(.ethernet))
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
