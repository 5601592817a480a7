"""Captures that lack something, made of whole ones in the clear: frames left out, the beginning cut off, one direction, snapped.

Which frame of HTTP/2 stands where follows from the lengths in their headers, so that what is left of each exchange is known, and not
guessed: `lost` names the parts of it that lack octets, `unsure` those whose fields may refer to header blocks that are missing.
"""

import json
import os
import struct

import document as written
from capture import Capture
from frames import SIDES
from peer import HEADER, PREFACE

DATA, HEADERS, PUSH_PROMISE, CONTINUATION = 0, 1, 5, 9
BLOCKS = (HEADERS, PUSH_PROMISE, CONTINUATION)
PARTS = {"client": ("request", "request_body"), "server": ("response_head", "response_body")}


class Recording:
    def __init__(self, folder, base, connections=None):
        self.folder, self.base = folder, base
        self.capture = Capture(os.path.join(folder, base + ".pcap"))
        with open(os.path.join(folder, base + ".truth.json")) as file:
            self.truth = json.load(file)
        self.connections = self.truth["connections"][:connections]
        self.streams = self.capture.streams()

    def ends(self, connection, side):
        client, server = ((connection[end]["address"], connection[end]["port"]) for end in SIDES)
        return client + server if side == "client" else server + client

    def frames(self, connection, side):
        """Of HTTP/2: (start, end, type, stream)."""
        content, _ = self.streams[self.ends(connection, side)]
        place = PREFACE if side == "client" else 0
        while place + HEADER <= len(content):
            end = place + HEADER + int.from_bytes(content[place:place + 3], "big")
            yield place, end, content[place + 3], int.from_bytes(content[place + 5:place + 9], "big") & 0x7FFFFFFF
            place = end

    def holding(self, connection, side, kind, stream, fraction=0.0):
        """The number of the capture's frame with the octet at a fraction of the first such frame of a stream."""
        start, end, *_ = next(frame for frame in self.frames(connection, side) if frame[2:] == (kind, stream))
        octet = start + int((end - start - 1) * fraction)
        return next(number for number, first, last in self.streams[self.ends(connection, side)][1] if first <= octet < last)

    def write(self, name, shows, missing, keep=None, frames=None, start=None, **what):
        """Without the frames that are missing; of `keep` (numbers of connections), or all of them."""
        missing = set(missing)
        connections = [self.left(connection, missing, start) for connection in self.connections]
        path = os.path.join(self.folder, name)
        kept = {connection["client"]["port"] for connection in self.connections}
        self.capture.write(path + ".pcap", [frame for number, frame in enumerate(frames or self.capture.frames)
                                            if number not in missing and ports(frame) & kept])
        written.write(path + ".truth.json", {
            "shows": shows, "damage": {"base": self.base, "frames_left_out": [number + 1 for number in sorted(missing)]} | what,
            "figures": self.truth["figures"], "connections": connections})
        print(f"{name}: {len(missing)} frames left out of {self.base}")

    def left(self, connection, missing, start):
        """What is known of a connection without those frames."""
        lost = {}
        unsure = {}
        for side in SIDES:
            ranges = self.streams[self.ends(connection, side)][1]
            blocks_lost = False
            for first, last, kind, stream in self.frames(connection, side):
                gone = any(number in missing and begin < last and first < end for number, begin, end in ranges)
                if kind in BLOCKS:
                    blocks_lost = blocks_lost or gone
                    if blocks_lost:
                        unsure.setdefault(stream, set()).add(side)
                if gone and kind in (DATA, *BLOCKS):
                    lost.setdefault(stream, set()).add(PARTS[side][0 if kind in BLOCKS else 1])
        exchanges = [exchange | ({"lost": sorted(lost[exchange["stream"]])} if exchange["stream"] in lost else {})
                     | ({"unsure": sorted(unsure[exchange["stream"]])} if exchange["stream"] in unsure else {})
                     for exchange in connection["exchanges"]]
        ends = {name: connection[name] for name in ("transport", "client", "server", "tls")}
        return ends | {"start": start or connection["start"], "damaged": True, "exchanges": exchanges}


def ports(frame):
    packet = frame[16 + 14:]
    return set(struct.unpack_from(">HH", packet, (packet[0] & 15) * 4)) if frame[16 + 12:16 + 14] == b"\x08\x00" else set()


def late(folder, name, base, shows, stream):
    """Begins with the segment behind the one that has a stream's request."""
    recording = Recording(folder, base, 1)
    recording.write(name, shows, range(recording.holding(recording.connections[0], "client", HEADERS, stream) + 1), start="frames")


def without_handshake(folder):
    """SYN and SYN-ACK are missing; the preface is there."""
    recording = Recording(folder, "nghttp-trailers", 1)
    recording.write("late-handshake", without_handshake.__doc__, range(3))


def hole(folder, name, base, shows, side, kind, stream, fraction):
    recording = Recording(folder, base, 1)
    recording.write(name, shows, [recording.holding(recording.connections[0], side, kind, stream, fraction)])


def one_side(folder, name, base, shows, side):
    recording = Recording(folder, base, 1)
    other = "server" if side == "client" else "client"
    gone = [number for number, *_ in recording.streams[recording.ends(recording.connections[0], other)][1]]
    # The preface is the client's.
    recording.write(name, shows, gone, start=None if side == "client" else "frames")


def snapped(folder):
    """No more than 200 octets of each frame were captured."""
    recording = Recording(folder, "nghttp-multiplied", 1)
    frames = [shortened(frame, 200) for frame in recording.capture.frames]
    cut = {number for number, frame in enumerate(recording.capture.frames) if len(frame) - 16 > 200}
    connections = [recording.left(connection, cut, None) for connection in recording.connections]
    recording.write("snapped", snapped.__doc__, (), frames=frames, snapped_octets=200)
    path = os.path.join(folder, "snapped.truth.json")
    with open(path) as file:
        told = json.load(file)
    written.write(path, told | {"connections": connections})


def shortened(frame, octets):
    length = min(octets, len(frame) - 16)
    return frame[:8] + struct.pack("<I", length) + frame[12:16 + length]


def all_of(folder):
    without_handshake(folder)
    late(folder, "late-tables", "h2-tables", "The capture begins in the middle: header blocks refer to what it does not have.", 9)
    late(folder, "late-grpc", "grpc-kinds", "The capture of gRPC begins in the middle.", 5)
    late(folder, "late-streams", "nghttp-multiplied", "The capture begins behind the first requests of forty.", 13)
    hole(folder, "gap-data", "nghttp-windows",
         "A segment in the middle of DATA is missing: its frame's length says where the next begins.", "server", DATA, 13, 0.9)
    hole(folder, "gap-headers", "h2-tables", "A segment with a response's HEADERS is missing: fields behind it may refer to it.",
         "server", HEADERS, 15, 0.0)
    hole(folder, "gap-request", "h2-tables", "A segment with a request's HEADERS is missing.", "client", HEADERS, 21, 0.0)
    hole(folder, "gap-continuation", "h2-many-fields", "A segment in the midst of a header block is missing.",
         "client", CONTINUATION, 1, 0.3)
    one_side(folder, "client-only", "nghttp-trailers", "Only the client's octets: no response was captured.", "client")
    one_side(folder, "server-only", "nghttp-trailers", "Only the server's octets: no request was captured.", "server")
    snapped(folder)
