"""Captures that lack something or hold it spoiled, made of whole ones.

Which records hold application data, and how much, follows from the record's lengths and from what the programs said that they
wrote; so what a reader can still know is known, and not guessed.
"""

import json
import os
import shutil
import struct

import document as written
from capture import Capture

# What a record is longer than what it holds, by what the suite's name ends with. TLS 1.3 adds the content type's octet.
OVERHEAD = {"GCM": 24, "POLY1305": 16}
HEADER = 5


class Recording:
    def __init__(self, folder, base):
        self.folder, self.base = folder, base
        self.capture = Capture(os.path.join(folder, base + ".pcap"))
        self.streams = self.capture.streams()
        with open(os.path.join(folder, base + ".truth.json")) as file:
            self.truth = json.load(file)

    def ends(self, connection, side="client"):
        client, server = ((connection[end]["address"], connection[end]["port"]) for end in ("client", "server"))
        return client + server if side == "client" else server + client

    def records(self, connection, side):
        """Of the stream: (start, end) of each record."""
        content = self.streams[self.ends(connection, side)][0]
        place = 0
        while place + HEADER <= len(content):
            end = place + HEADER + struct.unpack_from(">H", content, place + 3)[0]
            yield place, end
            place = end

    def data(self, connection, side):
        """The records with application data: (start, end, octets that it holds)."""
        content = self.streams[self.ends(connection, side)][0]
        newer = connection["version"] == "1.3"
        overhead = 17 if newer else next(size for part, size in OVERHEAD.items() if part in connection["cipher"])
        found, left = [], connection["sent"][side]["bytes"]
        for start, end in reversed(list(self.records(connection, side))):
            octets = end - start - HEADER - overhead
            if content[start] != 23 or (newer and octets == 2 and not found):
                continue
            if not left:
                break
            found.append((start, end, octets))
            left -= octets
        assert left == 0, (self.base, connection["client"])
        return found[::-1]

    def frame_of(self, connection, side, octet):
        """The frame that holds a stream's octet, and where in the stream it begins and ends."""
        return next(entry for entry in self.streams[self.ends(connection, side)][1] if entry[1] <= octet < entry[2])

    def write(self, name, shows, frames, connections, what):
        path = os.path.join(self.folder, name)
        self.capture.write(path + ".pcap", frames)
        shutil.copyfile(os.path.join(self.folder, self.base + ".keylog"), path + ".keylog")
        written.write(path + ".truth.json", {"shows": shows, "damage": {"base": self.base} | what} | {
            key: value for key, value in self.truth.items() if key not in ("shows", "connections")} | {"connections": connections})
        print(f"{name}: of {self.base}")


def without(connection, *names):
    return {key: value for key, value in connection.items() if key not in names}


def spoiled_record(folder):
    """One octet of one record is another than was sent, in each connection; the segment's checksum is right."""
    recording = Recording(folder, "record-sizes")
    frames, connections = list(recording.capture.frames), []
    for connection in recording.truth["connections"][:3]:
        records = recording.data(connection, "server")
        start, end, octets = records[len(records) // 2]
        number, first, _ = recording.frame_of(connection, "server", end - 10)
        frames[number] = flipped(frames[number], end - 10 - first)
        whole = connection["sent"]["server"]["bytes"]
        connections.append(connection | {"damage": "spoiled", "failed_records": {"server": 1},
                                         "bounds": {"server": [whole - octets, whole - octets]}})
    keep = {connection["server"]["port"] for connection in connections}
    recording.write("damaged-record", " ".join(spoiled_record.__doc__.split()),
                    [frame for frame in frames if port_of(frame) & keep], connections, {"octets_changed": len(connections)})


def lost_segment(folder):
    """A segment in the middle of a record of the server's is missing, and acknowledged. The record's header is there, so where the
    next one begins is known, and its number: nothing else is lost."""
    lose(folder, "web-large", "damaged-segment-lost", lost_segment, lambda start, end: (start + end) // 2)


def lost_header(folder):
    """A segment with the header of a record of the server's is missing: where records begin behind it has to be found, and their
    numbers."""
    lose(folder, "web-http1", "damaged-header-lost", lost_header, lambda start, end: start)


def lose(folder, base, name, made, choose):
    """Leaves out the frame with an octet that is chosen of the record in the middle."""
    recording = Recording(folder, base)
    missing, connections = set(), []
    for connection in recording.truth["connections"]:
        if "sent" not in connection:
            continue
        records = recording.data(connection, "server")
        number, first, last = recording.frame_of(connection, "server", choose(*records[len(records) // 2][:2]))
        missing.add(number)
        before = sum(octets for start, end, octets in records if end <= first)
        whole = before + sum(octets for start, end, octets in records if start >= last)
        sure = any(start + HEADER <= first and last <= end for start, end, _ in records)
        connections.append(without(connection, "http", "alerts") | {
            "damage": "lost", "bounds": {"server": [whole if sure else before, whole]}})
    kept = {connection["client"]["port"] for connection in connections}
    recording.write(name, " ".join(made.__doc__.split()),
                    [frame for number, frame in enumerate(recording.capture.frames)
                     if number not in missing and port_of(frame) & kept],
                    connections, {"segments_left_out": len(missing)})


def late_start(folder):
    """The capture begins in the middle of the server's data: no keys can be had, whatever the key log holds."""
    recording = Recording(folder, "web-large")
    connection, = recording.truth["connections"]
    records = recording.data(connection, "server")
    number, _, _ = recording.frame_of(connection, "server", records[len(records) // 2][0])
    connection = {key: connection[key] for key in ("transport", "client", "server", "sent")}
    recording.write("damaged-start", " ".join(late_start.__doc__.split()), recording.capture.frames[number:],
                    [connection | {"damage": "start", "optional": True, "readable": []}], {"frames_left_out_before": number + 1})


def one_way(folder):
    """Only one side's octets: the client's hello, or the server's; nothing can be decrypted."""
    recording = Recording(folder, "web-http1")
    for side, names in (("client", ("server_name",)), ("server", ("version", "cipher", "certificates"))):
        directions = {recording.ends(connection, side) for connection in recording.truth["connections"]}
        frames = [frame for frame in recording.capture.frames if direction_of(frame) in directions]
        connections = [{key: connection[key] for key in ("transport", "client", "server", *names)
                        if key != "certificates" or connection["version"] != "1.3"} | {"damage": "one_way", "readable": []}
                       for connection in recording.truth["connections"]]
        recording.write(f"damaged-only-{side}", f"Only the {side}'s octets: its hello can be read, and nothing can be decrypted.",
                        frames, connections, {"side_left_out": "server" if side == "client" else "client"})


def snapped(folder):
    """Every frame cut at 200 octets, as a snap length does: hellos and records lack their ends."""
    recording = Recording(folder, "web-http1")
    frames = []
    for frame in recording.capture.frames:
        length = min(200, len(frame) - 16)
        frames.append(frame[:8] + struct.pack("<I", length) + frame[12:16] + frame[16:16 + length])
    connections = [{key: connection[key] for key in ("transport", "client", "server")}
                   | {"damage": "snapped", "optional": True, "readable": []} for connection in recording.truth["connections"]]
    recording.write("damaged-snapped", " ".join(snapped.__doc__.split()), frames, connections, {"snap_length": 200})


# MARK: - Frames of Ethernet, IPv4 and TCP, each behind its record's header of 16 octets


def direction_of(frame):
    packet = frame[16 + 14:]
    source, destination = (".".join(map(str, packet[start:start + 4])) for start in (12, 16))
    return (source, struct.unpack_from(">H", packet, 20)[0], destination, struct.unpack_from(">H", packet, 22)[0])


def port_of(frame):
    return set(direction_of(frame)[1::2])


def flipped(frame, place):
    """The frame with one bit of its payload changed, and the checksum that belongs to that."""
    octets = bytearray(frame)
    segment = 16 + 14 + 20
    octets[segment + (octets[segment + 12] >> 4) * 4 + place] ^= 0x40
    end = 16 + 14 + struct.unpack_from(">H", octets, 16 + 14 + 2)[0]
    struct.pack_into(">H", octets, segment + 16, 0)
    body = bytes(octets[16 + 14 + 12:16 + 14 + 20]) + struct.pack(">BBH", 0, 6, end - segment) + bytes(octets[segment:end])
    total = sum(struct.unpack(f">{(len(body) + 1) // 2}H", body + b"\0" * (len(body) & 1)))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    struct.pack_into(">H", octets, segment + 16, ~total & 0xFFFF)
    return bytes(octets)


def all_of(folder):
    for made in (spoiled_record, lost_segment, lost_header, late_start, one_way, snapped):
        made(folder)
