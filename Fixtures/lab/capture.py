"""Captures as the laboratory records them, taken apart."""

import struct


class Capture:
    """A pcap file of Ethernet, IPv4 and TCP: its frames, and each direction's octets."""

    def __init__(self, path):
        with open(path, "rb") as file:
            octets = file.read()
        self.head, self.frames = octets[:24], []
        place = 24
        while place < len(octets):
            length = struct.unpack_from("<I", octets, place + 8)[0]
            self.frames.append(octets[place:place + 16 + length])
            place += 16 + length

    def write(self, path, frames):
        with open(path, "wb") as file:
            file.write(self.head + b"".join(frames))

    def streams(self):
        """By direction, (address, port, address, port): the octets, and for each frame with payload its range of them."""
        streams, bases = {}, {}
        for number, frame in enumerate(self.frames):
            packet = frame[16 + 14:]
            if frame[16 + 12:16 + 14] != b"\x08\x00":
                continue
            total = struct.unpack_from(">H", packet, 2)[0]
            segment = packet[20:total]
            source, destination = (".".join(map(str, packet[start:start + 4])) for start in (12, 16))
            source_port, destination_port, sequence = struct.unpack_from(">HHI", segment)
            key = (source, source_port, destination, destination_port)
            payload = segment[(segment[12] >> 4) * 4:]
            if segment[13] & 2:
                bases[key] = sequence + 1
            if not payload:
                continue
            content, ranges = streams.setdefault(key, (bytearray(), []))
            start = (sequence - bases[key]) & 0xFFFFFFFF
            content[start:start + len(payload)] = payload
            ranges.append((number, start, start + len(payload)))
        return streams
