#!/usr/bin/env python3
"""Compare the header fields that `weir packets --json` prints with those of tshark, frame by frame.

    tshark_fields.py [--weir PATH] [--only PROTOCOL,...] [--frames N] [--show N] FILE...
    tshark_fields.py [--weir PATH] --corpus DIRECTORY

The n-th layer of a protocol in a frame is compared with tshark's n-th. Only fields in MAPPINGS are compared. A new protocol is
one entry of MAPPINGS; a difference that is tshark's own is an entry of EXPECTED, with the reason, or of EXPLAINED where it is
one file's. Exit status 1 when any other differs, when nothing was compared, or when Weir fails on a file that tshark reads.
"""

import argparse
import collections
import csv
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import tshark_fields_transport
from tshark_values import flag, number, numbers, text, texts

# --- From tshark's attributes to Weir's values. A transformation takes the list of PDML fields of one name.


def octets(fields):
    return fields[0].get("value")


def times(factor):
    return lambda fields: number(fields) * factor


CHECKSUM = {"0": "bad", "1": "good", "2": "unverified", "3": "unverified"}


def checksum_status(fields):
    return CHECKSUM.get(fields[0].get("show"), fields[0].get("show"))


# --- What is compared: Weir's protocol -> tshark's, and of each field (Weir's path, tshark's name, transformation).
#
# In a path "." steps into an object and "*" into each member of an array.

EXTENSION = lambda name: [
    ("next_header", f"{name}.nxt", number),
    ("header_extension_length", f"{name}.len", number),
]

MAPPINGS = {
    "ethernet": ("eth", [
        ("destination", "eth.dst", text),
        ("source", "eth.src", text),
        ("type", "eth.type", number),
        ("length", "eth.len", number),
    ]),
    "vlan": (("vlan", "ieee8021ad"), [
        ("priority", ("vlan.priority", "ieee8021ad.priority"), number),
        ("drop_eligible", ("vlan.dei", "ieee8021ad.dei"), flag),
        ("vlan_id", ("vlan.id", "ieee8021ad.id"), number),
        ("type", "vlan.etype", number),
        ("length", "vlan.len", number),
    ]),
    "llc": ("llc", [
        ("dsap", "llc.dsap", number),
        ("ssap", "llc.ssap", number),
        ("control", "llc.control", number),
    ]),
    "arp": ("arp", [
        ("hardware_type", "arp.hw.type", number),
        ("protocol_type", "arp.proto.type", number),
        ("hardware_length", "arp.hw.size", number),
        ("protocol_length", "arp.proto.size", number),
        ("operation", "arp.opcode", number),
        ("sender_hardware_address", "arp.src.hw_mac", text),
        ("sender_protocol_address", "arp.src.proto_ipv4", text),
        ("target_hardware_address", "arp.dst.hw_mac", text),
        ("target_protocol_address", "arp.dst.proto_ipv4", text),
    ]),
    "sll": ("sll", [
        ("packet_type", "sll.pkttype", number),
        ("arphrd_type", "sll.hatype", number),
        ("address_length", "sll.halen", number),
        ("protocol", ("sll.etype", "sll.ltype"), number),
        ("address", "sll.src.eth", text),
    ]),
    "sll2": ("sll", [
        ("packet_type", "sll.pkttype", number),
        ("arphrd_type", "sll.hatype", number),
        ("address_length", "sll.halen", number),
        ("interface_index", "sll.ifindex", number),
        ("protocol", ("sll.etype", "sll.ltype"), number),
        ("address", "sll.src.eth", text),
    ]),
    "loopback": ("null", [("family", "null.family", number)]),
    "chdlc": ("chdlc", [
        ("address", "chdlc.address", number),
        ("control", "chdlc.control", number),
        ("protocol", "chdlc.protocol", number),
    ]),
    "ieee80211": ("wlan", [
        ("type", "wlan.fc.type", number),
        ("subtype", "wlan.fc.subtype", number),
        ("duration", "wlan.duration", number),
        ("source", "wlan.sa", text),
        ("destination", "wlan.da", text),
        ("fragment_number", "wlan.frag", number),
        ("sequence_number", "wlan.seq", number),
        ("traffic_identifier", "wlan.qos.tid", number),
    ]),
    "pktap": ("pktap", [
        ("length", "pktap.hdrlen", number),
        ("link_type", "pktap.dlt", number),
        ("interface_name", "pktap.ifname", text),
        ("command", "pktap.cmdname", text),
        ("process_id", "pktap.pid", number),
    ]),
    "vntag": ("vntag", [
        ("pointer", "vntag.ptr", flag),
        ("destination", "vntag.dst", number),
        ("source", "vntag.src", number),
        ("type", "vntag.etype", number),
    ]),
    "pppoe": (("pppoes", "pppoed"), [
        ("version", "pppoe.version", number),
        ("type", "pppoe.type", number),
        ("code", "pppoe.code", number),
        ("session_id", "pppoe.session_id", number),
        ("length", "pppoe.payload_length", number),
    ]),
    "ppp": ("ppp", [
        ("address", "ppp.address", number),
        ("control", "ppp.control", number),
        ("protocol", "ppp.protocol", number),
    ]),
    "mpls": ("mpls", [
        ("label", "mpls.label", number),
        ("traffic_class", "mpls.exp", number),
        ("bottom_of_stack", "mpls.bottom", flag),
        ("time_to_live", "mpls.ttl", number),
    ]),
    "ipv4": ("ip", [
        ("version", "ip.version", number),
        ("header_length", "ip.hdr_len", number),
        ("dscp", "ip.dsfield.dscp", number),
        ("ecn", "ip.dsfield.ecn", number),
        ("total_length", "ip.len", number),
        ("identification", "ip.id", number),
        ("flags.reserved", "ip.flags.rb", flag),
        ("flags.dont_fragment", "ip.flags.df", flag),
        ("flags.more_fragments", "ip.flags.mf", flag),
        ("fragment_offset", "ip.frag_offset", times(8)),
        ("time_to_live", "ip.ttl", number),
        ("protocol", "ip.proto", number),
        ("header_checksum", "ip.checksum", number),
        ("header_checksum_status", "ip.checksum.status", checksum_status),
        ("source", "ip.src", text),
        ("destination", "ip.dst", text),
        ("options.*.type", "ip.opt.type", numbers),
    ]),
    "ipv6": ("ipv6", [
        ("version", "ipv6.version", number),
        ("traffic_class", "ipv6.tclass", number),
        ("dscp", "ipv6.tclass.dscp", number),
        ("ecn", "ipv6.tclass.ecn", number),
        ("flow_label", "ipv6.flow", number),
        ("payload_length", "ipv6.plen", number),
        ("next_header", "ipv6.nxt", number),
        ("hop_limit", "ipv6.hlim", number),
        ("source", "ipv6.src", text),
        ("destination", "ipv6.dst", text),
    ]),
    "ipv6_hop_by_hop": ("ipv6.hopopts", EXTENSION("ipv6.hopopts") + [("options.*.type", "ipv6.opt.type", numbers)]),
    "ipv6_destination_options": ("ipv6.dstopts", EXTENSION("ipv6.dstopts") + [("options.*.type", "ipv6.opt.type", numbers)]),
    "ipv6_routing": ("ipv6.routing", EXTENSION("ipv6.routing") + [
        ("routing_type", "ipv6.routing.type", number),
        ("segments_left", "ipv6.routing.segleft", number),
        ("segments", "ipv6.routing.srh.addr", texts),
    ]),
    "ipv6_fragment": ("ipv6.fraghdr", [
        ("next_header", "ipv6.fraghdr.nxt", number),
        ("reserved", "ipv6.fraghdr.reserved_octet", number),
        ("fragment_offset", "ipv6.fraghdr.offset", times(8)),
        ("more_fragments", "ipv6.fraghdr.more", flag),
        ("identification", "ipv6.fraghdr.ident", number),
    ]),
    "ah": ("ah", [
        ("next_header", "ah.next_header", number),
        ("payload_length", "ah.length", number),
        ("spi", "ah.spi", number),
        ("sequence_number", "ah.sequence", number),
        ("integrity_check_value", "ah.icv", octets),
    ]),
    "esp": ("esp", [
        ("spi", "esp.spi", number),
        ("sequence_number", "esp.sequence", number),
    ]),
    "igmp": ("igmp", [
        ("type", "igmp.type", number),
        ("checksum", "igmp.checksum", number),
        ("checksum_status", "igmp.checksum.status", checksum_status),
        ("group_address", "igmp.maddr", text),
        ("group_records.*.record_type", "igmp.record_type", numbers),
    ]),
}

MAPPINGS.update(tshark_fields_transport.MAPPINGS)

# (protocol, path, Weir's value, tshark's value) -> whether the difference is tshark's own. `None` stands for absent.
EXPECTED = [
    # Weir tells a checksum left to the card from a wrong one.
    lambda protocol, path, ours, theirs: path.endswith("checksum_status") and ours == "offloaded",
    # tshark names the address of a version 3 report's record like that of the older messages.
    lambda protocol, path, ours, theirs: path == "group_address" and ours is None,
] + tshark_fields_transport.EXPECTED

# Differences of single files of the corpus that were looked at: (file, protocol, path) -> why. "*" stands for any.
EXPLAINED = {
    ("gopacket/pcapgo__tests__be__test901.pcapng", "file", "frames"):
        "sections of pcapng's major version 2, which tshark refuses",
    ("tcpdump/erspan-type-i-4.pcap", "erspan", "layers"):
        "ERSPAN type I has no header of its own: behind GRE stands the frame; tshark shows an empty layer",
    ("tcpdump/erspan-type-iii-pb-1.pcap", "erspan", "layers"):
        "the capture ends inside the header; Weir reads a header whole or not at all",
    ("tcpdump/heap-overflow-2.pcap", "ipv4", "layers"): "the capture ends inside the header, before there is an IPv4 header",
    ("tcpdump/pktap-heap-overflow.pcap", "pktap", "layers"): "the capture ends inside the header",
    ("tcpdump/pktap-heap-overflow.pcap", "pktap", "interface_name"): "a control character, which tshark escapes in PDML",
    ("tcpdump/isis_poi2.pcap", "ethernet", "layers"): "link type 178 (JUNIPER_ETHER), which Weir does not read",
    ("tcpdump/isis_poi2.pcap", "llc", "layers"): "link type 178 (JUNIPER_ETHER), which Weir does not read",
    ("tcpdump/l2tp-avp-overflow.pcap", "l2tp", "layers"):
        "reserved bits are set (flags 0xf002): Weir takes it for something else on L2TP's port",
    ("pcapplusplus/Packet++Test__PacketExamples__gtp.pcap", "gtp", "layers"):
        "GTP control is a protocol of its own with Weir (gtp_control)",
    ("zeek/quic__383379789-decrypt-crash.pcap", "*", "layers"):
        "told to verify checksums, tshark reads nothing behind an IPv4 header whose checksum is wrong; Weir does",
    ("zeek/tcp__rst-inject-rae.pcap", "tcp", "reserved"):
        "three bits, which tshark shows as one that is set or not",
    ("zeek/tunnels__vxlan-triple-v2.pcap", "vxlan", "group_policy_id"):
        "with P set the octet is a next protocol, not part of a group's number",
    ("pcapplusplus/Fuzzers__RegressionTests__regression_samples__radiuslayer.pcap", "ipv6_hop_by_hop", "options.*.type"):
        "tshark misreads the options behind a router alert of length 0; Weir goes on behind it, as the length says",
    ("pcapplusplus/Fuzzers__RegressionTests__regression_samples__crash-exception-cast-constructed-record.pcap", "*", "*"):
        "the file's records are damaged, and the two go on at different places",
    ("suricata-verify/bug-6875-01__fuzz.pcap", "*", "*"):
        "the file's records are damaged, and the two go on at different places",
}


# --- Reading


def weir_frames(program, path, limit):
    """The first frames, and the exit status."""
    done = subprocess.run([program, "packets", "--json", "-c", str(limit), path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return [json.loads(line) for line in done.stdout.splitlines()], done.returncode


def protocol_names():
    names = set()
    for name, _ in MAPPINGS.values():
        names.update((name,) if isinstance(name, str) else name)
    return names


# Checksums are tshark's to verify only when asked; options beyond decoding (reassembly, names) are switched off.
TSHARK = [
    "tshark", "-n", "-T", "pdml", "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
    "-o", "ip.defragment:TRUE", "-o", "ipv6.defragment:TRUE", "-o", "tcp.desegment_tcp_streams:FALSE",
    "-o", "ip.tso_support:FALSE", "-o", "tcp.relative_sequence_numbers:FALSE",
]


def tshark_frames(path, extra=()):
    """Of each frame: the protocols in order, each (name, {field name: [attributes]})."""
    names = protocol_names()
    process = subprocess.Popen(TSHARK + list(extra) + ["-r", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=False)
    frames = 0
    try:
        for _, element in ElementTree.iterparse(process.stdout):
            if element.tag == "packet":
                found = []
                if not is_packet(element):
                    element.clear()
                    continue
                collect(element, None, found, names)
                frames += 1
                yield found
                element.clear()
    except ElementTree.ParseError:
        pass
    complaint = process.stderr.read().decode(errors="replace")
    if process.wait() != 0 and frames == 0:
        print(f"tshark refuses {path}: {complaint.strip().splitlines()[-1:]}", file=sys.stderr)


def is_packet(element):
    """tshark gives frame numbers to some pcapng blocks that are no packets."""
    frame = element.find("proto[@name='frame']")
    return frame is None or frame.get("showname", "").startswith("Frame ")


def collect(element, current, found, names):
    for child in element:
        name = child.get("name", "")
        if name in names and (child.tag == "proto" or len(child)) and not (current is not None and current[0] == name):
            inner = (name, collections.defaultdict(list))
            found.append(inner)
            collect(child, inner, found, names)
        elif child.tag == "proto":
            collect(child, None, found, names)
        else:
            if current is not None and name:
                current[1][name].append(child.attrib)
            collect(child, current, found, names)


def at_path(value, path):
    """The value at a path of Weir's fields, or None."""
    head, _, rest = path.partition(".")
    if head == "*":
        if not isinstance(value, list):
            return None
        found = [at_path(item, rest) if rest else item for item in value]
        flat = [inner for item in found for inner in (item if isinstance(item, list) else [item]) if inner is not None]
        return flat or None
    if not isinstance(value, dict) or head not in value:
        return None
    return at_path(value[head], rest) if rest else value[head]


# --- Comparing


class Comparison:
    def __init__(self, only):
        self.only = only
        self.compared = collections.Counter()
        self.differences = collections.defaultdict(list)
        self.explained = collections.Counter()

    def differ(self, key, where, ours, theirs):
        path, (protocol, field) = where.rpartition(":")[0], key
        for reason in ((path, protocol, field), (path, "*", field), (path, "*", "*")):
            if reason in EXPLAINED:
                self.explained[reason] += 1
                return
        self.differences[key].append((where, ours, theirs))

    def file(self, path, ours, status, theirs):
        """All frames of one file."""
        # Weir ends with 2 where a capture is damaged, and may know how to read on behind the damage.
        if theirs and (status not in (0, 2) or len(ours) < len(theirs) or status == 0 and len(ours) > len(theirs)):
            self.differ(("file", "frames"), f"{path}:all", f"{len(ours)} (status {status})", len(theirs))
        for index, (mine, other) in enumerate(zip(ours, theirs), 1):
            self.frame(path, index, mine, other)

    def frame(self, path, number_, ours, theirs):
        malformed = "malformed" in ours or "faults" in ours
        for protocol, (their_name, fields) in MAPPINGS.items():
            if self.only and protocol not in self.only:
                continue
            their_names = (their_name,) if isinstance(their_name, str) else their_name
            mine = [layer for layer in ours["layers"] if layer["protocol"] == protocol]
            others = [fields for name, fields in theirs if name in their_names]
            where = f"{path}:{number_}"
            # Version 1 and 2 of Linux's cooked header have one name in tshark.
            if protocol in ("sll", "sll2") and not mine:
                continue
            # A transport header that an ICMP error quotes is a layer of its own with Weir.
            quoted = any(layer["protocol"] == "quoted_transport" for layer in ours["layers"])
            if len(mine) != len(others) and not malformed and not (quoted and len(mine) < len(others)):
                self.differ((protocol, "layers"), where, len(mine), len(others))
            for layer, other in zip(mine, others):
                for field, name, transform in fields:
                    self.field(protocol, field, name, transform, layer["fields"], other, where)

    def field(self, protocol, field, name, transform, layer, other, where):
        names = (name,) if isinstance(name, str) else name
        attributes = next((other[n] for n in names if n in other), None)
        ours = at_path(layer, field)
        if attributes is None and ours is None:
            return
        try:
            theirs = transform(attributes) if attributes is not None else None
        except (ValueError, TypeError):
            theirs = attributes[0].get("show")
        # What tshark does not name in this packet cannot be compared.
        if theirs is None:
            return
        self.compared[protocol] += 1
        if ours != theirs and not any(expected(protocol, field, ours, theirs) for expected in EXPECTED):
            self.differ((protocol, field), where, ours, theirs)

    def report(self, show):
        for protocol, count in sorted(self.compared.items()):
            wrong = sum(len(found) for (name, _), found in self.differences.items() if name == protocol)
            print(f"{protocol:28} {count:9} fields compared, {wrong} differ")
        for (protocol, field), found in sorted(self.differences.items()):
            print(f"\n{protocol}.{field}: {len(found)}")
            for where, ours, theirs in found[:show]:
                print(f"  {where}: weir {ours!r}, tshark {theirs!r}")
        for (path, protocol, field), count in sorted(self.explained.items()):
            print(f"\nexplained, {count} times: {path}: {protocol}.{field}: {EXPLAINED[path, protocol, field]}")
        compared = sum(self.compared.values())
        different = sum(map(len, self.differences.values()))
        print(f"\n{compared} fields compared, {different} differ, {sum(self.explained.values())} differ for a reason given")
        return compared > 0 and not self.differences


def corpus(directory):
    """The files of a corpus with the arguments its manifest gives for them."""
    with open(os.path.join(directory, "MANIFEST.tsv"), newline="") as manifest:
        for row in csv.DictReader(manifest, delimiter="\t"):
            yield os.path.join(directory, row["path"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--weir", default=".build/release/weir")
    parser.add_argument("--corpus")
    parser.add_argument("--only", help="protocols, as Weir names them, comma-separated")
    parser.add_argument("--frames", type=int, default=2000, help="frames of each file (default %(default)s)")
    parser.add_argument("--show", type=int, default=5, help="examples of each difference (default %(default)s)")
    arguments = parser.parse_args()
    files = arguments.files + (list(corpus(arguments.corpus)) if arguments.corpus else [])
    comparison = Comparison(set(arguments.only.split(",")) if arguments.only else None)
    for path in files:
        short = os.path.relpath(path, arguments.corpus) if arguments.corpus else path
        ours, status = weir_frames(arguments.weir, path, arguments.frames)
        comparison.file(short, ours, status, list(tshark_frames(path, ["-c", str(arguments.frames)])))
    sys.exit(0 if comparison.report(arguments.show) else 1)


if __name__ == "__main__":
    main()
