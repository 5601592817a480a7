"""What capture files hold, read plainly: pcap and pcapng, without Weir."""

import collections
import struct

Packet = collections.namedtuple("Packet", "time interface octets length")
PCAP = {0xa1b2c3d4: 1000, 0xa1b23c4d: 1}
SECTION, INTERFACE, ENHANCED, STATISTICS, SECRETS = 0x0a0d0d0a, 1, 6, 5, 10


class File:
    """Packets in order, interfaces' names, statistics and comments; `rest` octets at the end that are no whole record."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.octets = file.read()
        self.packets, self.interfaces, self.statistics, self.comments = [], [], {}, []
        self.blocks = collections.Counter()
        self.filters, self.resolutions, self.links = {}, [], []
        self.rest = 0
        if len(self.octets) < 24:
            self.rest = len(self.octets)
        elif struct.unpack_from("<I", self.octets)[0] == SECTION:
            self.read_pcapng()
        else:
            self.read_pcap()

    def read_pcap(self):
        for order in "<>":
            magic = struct.unpack_from(order + "I", self.octets)[0]
            if magic in PCAP:
                break
        else:
            raise ValueError("no capture file")
        at, scale = 24, PCAP[magic]
        self.links.append(struct.unpack_from(order + "I", self.octets, 20)[0] & 0xffff)
        while at + 16 <= len(self.octets):
            seconds, fraction, kept, length = struct.unpack_from(order + "IIII", self.octets, at)
            if at + 16 + kept > len(self.octets):
                break
            self.packets.append(Packet(seconds * 10**9 + fraction * scale, 0, self.octets[at + 16:at + 16 + kept], length))
            at += 16 + kept
        self.rest = len(self.octets) - at

    def read_pcapng(self):
        at, first = 0, 0
        while at + 12 <= len(self.octets):
            kind, length = struct.unpack_from("<II", self.octets, at)
            if length < 12 or length % 4 or at + length > len(self.octets):
                break
            if struct.unpack_from("<I", self.octets, at + length - 4)[0] != length:
                break
            self.blocks[kind] += 1
            body = self.octets[at + 8:at + length - 4]
            if kind == SECTION:
                first = len(self.interfaces)
                self.comments += [value.decode() for code, value in options(body[16:]) if code == 1]
            elif kind == INTERFACE:
                found = dict(options(body[8:]))
                self.interfaces.append(found.get(2, b"").decode())
                self.links.append(struct.unpack_from("<H", body)[0])
                self.resolutions.append(resolution(found.get(9, b"\x06")[0]))
                if 11 in found:
                    self.filters[len(self.interfaces) - 1] = found[11][1:].decode(errors="replace")
            elif kind == ENHANCED:
                interface, high, low, kept, wire = struct.unpack_from("<IIIII", body)
                interface += first
                self.packets.append(Packet((high << 32 | low) * self.resolutions[interface], interface, body[20:20 + kept], wire))
            elif kind == STATISTICS:
                found = dict(options(body[12:]))
                told = {name: struct.unpack("<Q", found[code])[0]
                        for code, name in ((4, "received"), (5, "dropped_by_interface"), (7, "dropped_by_kernel"), (8, "delivered"))
                        if code in found}
                self.statistics[first + struct.unpack_from("<I", body)[0]] = told
            at += length
        self.rest = len(self.octets) - at


def resolution(value):
    """Nanoseconds a tick; powers of ten, as all have that are written here."""
    if value > 9:
        raise ValueError(f"if_tsresol {value}")
    return 10 ** (9 - value)


def options(octets):
    """(code, value) of a block's options."""
    at = 0
    while at + 4 <= len(octets):
        code, length = struct.unpack_from("<HH", octets, at)
        if code == 0:
            return
        yield code, octets[at + 4:at + 4 + length]
        at += 4 + (length + 3) // 4 * 4


def write_pcap(path, packets):
    """(nanoseconds, octets) as pcap with nanoseconds, Ethernet."""
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xa1b23c4d, 2, 4, 0, 0, 262144, 1))
        for when, octets in packets:
            file.write(struct.pack("<IIII", when // 10**9, when % 10**9, len(octets), len(octets)) + octets)
