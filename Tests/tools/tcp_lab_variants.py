#!/usr/bin/env python3
"""Record the TCP laboratory's scenarios under other conditions. For development; needs root.

    tcp_lab_variants.py --lab PATH/tcplab.py --out DIR [--variant NAME] [--seed N] [--only SCENARIO ...] [--snaplen OCTETS]

The laboratory (two Linux hosts, and a wire that misbehaves on purpose; its own text says what it leaves behind) is not part of
Weir: --lab names it, by default ../shared/lab/tcplab.py beside the repository. Variants:

  plain          as it is
  no-timestamps  hosts do not send TCP timestamps, so that copies are told apart by the IP id alone
  no-sack        hosts do not acknowledge selectively: NewReno, no D-SACK, no tail loss probes
  ipv6           every download over IPv6, which has no IP id
  offload        hosts leave segmentation to the network card (TSO) and let it join what arrives (GRO): captures hold segments
                 larger than a packet. The wire still carries, loses and delays packets: it does the card's work.

Only one laboratory at a time: its namespaces have fixed names. Standard library only, beside what the laboratory needs.
"""

import argparse
import collections
import fcntl
import functools
import importlib.util
import os
import socket as real_socket
import struct
import subprocess
import sys
import types

BESIDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../shared/lab/tcplab.py")
VARIANTS = ("plain", "no-timestamps", "no-sack", "ipv6", "offload")


def load(path):
    """The laboratory as a module."""
    if not os.path.exists(path):
        sys.exit(f"{path}: no such file. The laboratory is not part of this repository; --lab names it.")
    spec = importlib.util.spec_from_file_location("tcplab", path)
    lab = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(lab)
    return lab


def vary(lab, variant):
    """Put the variant's conditions into the laboratory. Returns the scenarios that make sense under them."""
    if variant == "no-timestamps":
        after_build(lab, lambda: sysctl(lab, "net.ipv4.tcp_timestamps=0"))
    elif variant == "no-sack":
        after_build(lab, lambda: sysctl(lab, "net.ipv4.tcp_sack=0", "net.ipv4.tcp_dsack=0"))
    elif variant == "offload":
        after_build(lab, lambda: offload(lab))
        lab.socket = with_card(lab.socket)
    elif variant == "ipv6":
        return over_ipv6(lab)
    return list(lab.SCENARIOS)


def after_build(lab, more):
    build = lab.build

    @functools.wraps(build)
    def both():
        build()
        more()

    lab.build = both


def sysctl(lab, *settings):
    for namespace in (lab.C, lab.S):
        for setting in settings:
            lab.sh(f"ip netns exec {namespace} sysctl -q -w {setting}")


def over_ipv6(lab):
    """Downloads that are not yet over IPv6 become so. The scenarios are closures; only their traffic is exchanged."""
    download, chosen = lab.download, []
    for name, (plan, traffic) in list(lab.SCENARIOS.items()):
        made = []
        lab.download = lambda size, v6=False: made.append(size) or download(size, v6=True)
        server, client, _ = traffic()
        lab.download = download
        if made:
            size = made[0]
            lab.SCENARIOS[name] = (plan, lambda size=size: download(size, v6=True))
            chosen.append(name)
    return chosen


# --- Offload: the wire sees what a card would be given, and does the card's work


def offload(lab):
    for namespace, device in ((lab.C, "c0"), (lab.S, "s0")):
        lab.sh(f"ip netns exec {namespace} ethtool -K {device} tx on rx on sg on tso on gso on gro on")
        # The wire delivers packets one by one; what comes within that many nanoseconds is joined.
        lab.sh(f"ip netns exec {namespace} sh -c 'echo 100000 >/sys/class/net/{device}/gro_flush_timeout'")


PACKET_VNET_HDR = 15
VIRTIO = struct.Struct("=BBHHHH")  # flags, gso type, header length, gso size, checksum start, checksum offset
NEEDS_CHECKSUM = 1


def with_card(module):
    """The socket module, whose packet sockets segment and complete checksums as a network card does."""
    card = types.SimpleNamespace(**{name: getattr(module, name) for name in dir(module) if not name.startswith("__")})

    def make(*arguments):
        packet = arguments and arguments[0] == module.AF_PACKET
        return CardSocket(*arguments) if packet else module.socket(*arguments)

    card.socket = make
    return card


class CardSocket:
    """A packet socket that yields packets, however large the segments that the host hands over."""

    def __init__(self, *arguments):
        self.inner = real_socket.socket(*arguments)
        self.inner.setsockopt(263, PACKET_VNET_HDR, 1)
        self.waiting = collections.deque()

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def recv(self, _):
        if not self.waiting:
            octets = self.inner.recv(VIRTIO.size + 65535 + 14)
            header, frame = VIRTIO.unpack_from(octets), octets[VIRTIO.size:]
            self.waiting.extend(packets(frame, header))
        return self.waiting.popleft()

    def send(self, frame):
        return self.inner.send(bytes(VIRTIO.size) + frame) - VIRTIO.size


def ones_complement(octets):
    octets = octets + b"\0" * (len(octets) & 1)
    total = sum(struct.unpack(f"!{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total


def packets(frame, header):
    flags, kind, _, size, start, offset = header
    if not kind & 0x7F:
        if flags & NEEDS_CHECKSUM:
            frame = bytearray(frame)
            # The field holds the sum of the pseudo header already.
            total = 0xFFFF ^ ones_complement(bytes(frame[start:]))
            struct.pack_into("!H", frame, start + offset, total or 0xFFFF)
        return [bytes(frame)]
    v4 = struct.unpack_from("!H", frame, 12)[0] == 0x0800
    tcp = start
    data = tcp + (frame[tcp + 12] >> 4) * 4
    return list(split(frame, size, tcp, data, v4))


def split(frame, size, tcp, data, v4):
    payload = frame[data:]
    count = -(-len(payload) // size)
    for index in range(count):
        part = payload[index * size:(index + 1) * size]
        made = bytearray(frame[:data] + part)
        length = len(made) - 14
        if v4:
            struct.pack_into("!H", made, 16, length)
            struct.pack_into("!H", made, 18, (struct.unpack_from("!H", frame, 18)[0] + index) & 0xFFFF)
            struct.pack_into("!H", made, 24, 0)
            struct.pack_into("!H", made, 24, 0xFFFF ^ ones_complement(bytes(made[14:tcp])))
            addresses = made[26:34]
        else:
            struct.pack_into("!H", made, 18, length - 40)
            addresses = made[22:54]
        sequence = struct.unpack_from("!I", frame, tcp + 4)[0]
        struct.pack_into("!I", made, tcp + 4, (sequence + index * size) & 0xFFFFFFFF)
        if index:
            made[tcp + 13] &= 0x7F  # CWR in the first only
        if index + 1 < count:
            made[tcp + 13] &= ~0x09 & 0xFF  # FIN and PSH in the last only
        struct.pack_into("!H", made, tcp + 16, 0)
        segment = bytes(made[tcp:])
        pseudo = bytes(addresses) + struct.pack("!II", len(segment), 6)
        struct.pack_into("!H", made, tcp + 16, 0xFFFF ^ ones_complement(pseudo + segment))
        yield bytes(made)


# --- Recording


def snapped(lab, octets):
    """Captures that keep the first octets of each frame: the laboratory's tcpdump is told so."""
    popen = lab.subprocess.Popen

    def start(arguments, **more):
        if "tcpdump" in arguments:
            arguments = list(arguments)
            arguments[arguments.index("-s") + 1] = str(octets)
        return popen(arguments, **more)

    lab.subprocess = types.SimpleNamespace(Popen=start, PIPE=subprocess.PIPE, run=subprocess.run)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lab", default=BESIDE)
    parser.add_argument("--out", required=True)
    parser.add_argument("--variant", choices=VARIANTS, default="plain")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--snaplen", type=int, help="keep that many octets of each frame")
    arguments = parser.parse_args()
    lab = load(arguments.lab)
    if os.geteuid():
        sys.exit("root is needed: the laboratory makes network namespaces")
    chosen = vary(lab, arguments.variant)
    if arguments.snaplen:
        snapped(lab, arguments.snaplen)
    unknown = set(arguments.only or ()) - set(lab.SCENARIOS)
    if unknown:
        sys.exit(f"no such scenario: {', '.join(sorted(unknown))}")
    os.makedirs(arguments.out, exist_ok=True)
    with open("/run/lock/tcplab", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # The number in the list is that in the laboratory's own runs: seeds and ports are the same there.
        for index, name in enumerate(lab.SCENARIOS):
            if name in chosen and (not arguments.only or name in arguments.only):
                lab.run(name, arguments.out, arguments.seed * 1000 + index, 8000 + index)


if __name__ == "__main__":
    main()
