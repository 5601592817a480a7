#!/usr/bin/env python3
"""Makes large captures of TLS to measure on, of the recorded handshakes in Fixtures/captures/tls.

    tls_captures.py flows OUT.pcap [--size OCTETS]      many connections as browsers and servers make them; nobody has the keys
    tls_captures.py bulk OUT.pcap [--size OCTETS] [--suite NAME] [--connections N] [--inner http|octets]
                                                        few connections, large records sealed for real; OUT.keylog opens them

`flows`: hellos and certificates as recorded, with other addresses, randoms and names; behind them records of random octets, a
kibibyte to a mebibyte a connection, 64 connections at a time. `bulk`: a recorded handshake of TLS 1.3, then records of 16 KiB under
its keys: one HTTP response a connection, or octets that are no protocol's. Whole checksums, one ACK for two segments.
The same arguments make the same octets. Never commit what it makes.

Needs the package cryptography for `bulk`.
"""

import argparse
import hmac
import json
import os
import random
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.join(HERE, "../../Fixtures")
sys.path.insert(1, os.path.join(FIXTURES, "lab"))

from capture import Capture

RECORDINGS = ["browser-web", "web-http1", "web-http2", "openssl-names", "openssl-tls12-ecdhe", "openssl-tls12-rsa", "resumed-tls13",
              "resumed-tls12-ticket", "openssl-certificates"]
SEGMENT = 1448
LARGEST = 16384
CONCURRENT = 64
SERVERS = 200
START = 1_700_000_000


# --- Recorded handshakes


def records(content):
    """Each record of a stream, its header too."""
    found, place = [], 0
    while place + 5 <= len(content):
        end = place + 5 + int.from_bytes(content[place + 3:place + 5], "big")
        found.append(bytes(content[place:end]))
        place = end
    return found


def recorded(name):
    """Each complete connection: what the programs said of it, and its records in their order, (from client, octets)."""
    base = os.path.join(FIXTURES, "captures/tls", name)
    streams = Capture(base + ".pcap").streams()
    with open(base + ".truth.json") as file:
        truth = json.load(file)
    for connection in truth["connections"]:
        client, server = ((connection[side]["address"], connection[side]["port"]) for side in ("client", "server"))
        if not connection.get("complete") or client + server not in streams:
            continue
        found = []
        for is_client, key in ((True, client + server), (False, server + client)):
            content, frames = streams[key]
            place = 0
            for record in records(content):
                place += len(record)
                found.append((next(number for number, _, end in frames if place <= end), is_client, record))
        found.sort(key=lambda entry: entry[0])
        yield connection, [(is_client, record) for _, is_client, record in found]


def handshake(connection, exchanged):
    """The records up to the first with application data, as far as their place tells: TLS 1.3's client begins with Finished."""
    found, left = [], 1 if connection["version"] == "1.3" else 0
    for is_client, record in exchanged:
        if record[0] == 23 and (is_client or not left):
            if not left:
                break
            left -= 1
        found.append((is_client, record))
    return found


# --- Frames


class Writer:
    def __init__(self, path):
        self.file = open(path, "wb", buffering=1 << 22)
        self.file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        self.count, self.time = 24, START * 1_000_000

    def write(self, frame, after=3):
        self.time += after
        self.file.write(struct.pack("<IIII", self.time // 1_000_000, self.time % 1_000_000, len(frame), len(frame)))
        self.file.write(frame)
        self.count += 16 + len(frame)


class Connection:
    """Frames of one connection: each call answers those that one step takes."""

    def __init__(self, client, client_port, server, server_port, chance):
        self.ends = [(client, client_port), (server, server_port)]
        self.next = [chance.getrandbits(32), chance.getrandbits(32)]
        self.number = [chance.getrandbits(16), chance.getrandbits(16)]
        self.unacknowledged = 0

    def frame(self, side, flags, payload=b"", options=b""):
        (source, port), (target, other) = self.ends[side], self.ends[1 - side]
        self.number[side] = (self.number[side] + 1) & 0xFFFF
        acknowledged = self.next[1 - side] if flags & 0x10 else 0
        length = 20 + len(options) + len(payload)
        segment = struct.pack(">HHIIBBHHH", port, other, self.next[side], acknowledged, (5 + len(options) // 4) << 4, flags, 64000, 0,
                              0) + options + payload
        total = checksum(source + target + struct.pack(">HH", 6, length) + segment + b"\0" * (length & 1))
        segment = segment[:16] + struct.pack(">H", total) + segment[18:]
        header = struct.pack(">BBHHHBBH", 0x45, 0, 20 + length, self.number[side], 0x4000, 64, 6, 0) + source + target
        header = header[:10] + struct.pack(">H", checksum(header)) + header[12:]
        self.next[side] = (self.next[side] + len(payload) + (1 if flags & 3 else 0)) & 0xFFFFFFFF
        return b"\x02\0\0\0\0\x02\x02\0\0\0\0\x01\x08\x00" + header + segment

    def open(self):
        maximum = b"\x02\x04\x05\xb4\x01\x03\x03\x07"
        return [self.frame(0, 0x02, options=maximum), self.frame(1, 0x12, options=maximum), self.frame(0, 0x10)]

    def send(self, side, octets):
        for place in range(0, len(octets), SEGMENT):
            last = place + SEGMENT >= len(octets)
            yield self.frame(side, 0x18 if last else 0x10, octets[place:place + SEGMENT])
            self.unacknowledged += 1
            if self.unacknowledged == 2 or last:
                self.unacknowledged = 0
                yield self.frame(1 - side, 0x10)

    def close(self):
        return [self.frame(0, 0x11), self.frame(1, 0x11), self.frame(0, 0x10)]


def checksum(octets):
    # The sum of 16-bit words with the carries added is the rest of a division.
    return 0xFFFF - (int.from_bytes(octets, "big") % 0xFFFF)


def address(*parts):
    return bytes(parts)


# --- Many connections


def flows(path, size):
    chance = random.Random(1)
    templates = [(connection["version"], handshake(connection, exchanged))
                 for name in RECORDINGS for connection, exchanged in recorded(name)]
    pool = chance.randbytes(4 << 20)
    writer, active = Writer(path), []
    made = 0
    while writer.count < size or active:
        while len(active) < CONCURRENT and writer.count < size:
            active.append(conversation(made, templates, pool, chance))
            made += 1
        place = chance.randrange(len(active))
        for _ in range(chance.randint(1, 12)):
            frame = next(active[place], None)
            if frame is None:
                active.pop(place)
                break
            writer.write(frame)
    print(f"{writer.count} octets, {made} connections")


def conversation(number, templates, pool, chance):
    server = chance.randrange(SERVERS)
    connection = Connection(address(10, number >> 16 & 255, number >> 8 & 255, number & 255), 32768 + number % 28000,
                            address(192, 0, 2, server), 443, chance)
    # As long as the recorded one, in hellos and certificates.
    name = f"host{server:02x}".encode() + b".test"
    yield from connection.open()
    version, exchanged = chance.choice(templates)
    for is_client, octets in exchanged:
        fresh = octets.replace(b"origin.test", name)
        if octets[0] == 22 and octets[5] in (1, 2):
            # The hello's random: behind the record's header, the message's, and the version.
            fresh = fresh[:11] + chance.randbytes(32) + fresh[43:]
        yield from connection.send(0 if is_client else 1, fresh)
    left = int(2 ** chance.uniform(10, 20))
    while left > 0:
        yield from connection.send(0, sealed(pool, chance.randint(100, 900), chance))
        burst = min(left, chance.randint(400, 120_000))
        left -= burst
        octets = bytearray()
        while burst > 0:
            octets += sealed(pool, min(burst, LARGEST), chance)
            burst -= LARGEST
        yield from connection.send(1, bytes(octets))
    for side in (0, 1):
        # close_notify: its kind shows in TLS 1.2, and is hidden in 1.3.
        yield from connection.send(side, sealed(pool, 2, chance, b"\x15" if version == "1.2" else b"\x17"))
    yield from connection.close()


def sealed(pool, length, chance, kind=b"\x17"):
    """A record as it looks to those without keys."""
    length += 17
    place = chance.randrange(len(pool) - length)
    return kind + b"\x03\x03" + length.to_bytes(2, "big") + pool[place:place + length]


# --- Few connections that can be opened


def expand(digest, secret, label, length):
    """HKDF-Expand-Label (RFC 8446 7.1) with an empty context, for no more than one block."""
    label = b"tls13 " + label
    info = length.to_bytes(2, "big") + bytes([len(label)]) + label + b"\0"
    return hmac.new(secret, info + b"\x01", digest).digest()[:length]


class Keys:
    """One side's, for application data."""

    def __init__(self, suite, secret):
        from cryptography.hazmat.primitives.ciphers import aead
        digest = "sha384" if "SHA384" in suite else "sha256"
        length = 16 if "AES_128" in suite else 32
        key = expand(digest, secret, b"key", length)
        self.cipher = aead.ChaCha20Poly1305(key) if "CHACHA20" in suite else aead.AESGCM(key)
        self.start, self.number = int.from_bytes(expand(digest, secret, b"iv", 12), "big"), 0

    def nonce(self):
        return (self.start ^ self.number).to_bytes(12, "big")

    def opens(self, record):
        from cryptography.exceptions import InvalidTag
        try:
            self.cipher.decrypt(self.nonce(), record[5:], record[:5])
        except InvalidTag:
            return False
        self.number += 1
        return True

    def seal(self, octets):
        header = b"\x17\x03\x03" + (len(octets) + 17).to_bytes(2, "big")
        record = header + self.cipher.encrypt(self.nonce(), octets + b"\x17", header)
        self.number += 1
        return record


def secrets_of(name):
    """By label and client random, as text; the lines too."""
    with open(os.path.join(FIXTURES, "captures/tls", name + ".keylog")) as file:
        lines = [line.split() for line in file if len(line.split()) == 3]
    return {(label, client_random): secret for label, client_random, secret in lines}


def bulk(path, size, suite, connections, inner):
    name = "openssl-tls13-suites"
    _, exchanged = next(entry for entry in recorded(name) if entry[0]["cipher"] == suite)
    own, other = ([record for is_client, record in exchanged if is_client == wanted] for wanted in (True, False))
    known = secrets_of(name)
    client_random = own[0][11:43].hex()
    with open(path.rsplit(".", 1)[0] + ".keylog", "w") as file:
        file.writelines(f"{label} {key} {secret}\n" for (label, key), secret in known.items() if key == client_random)
    chance = random.Random(2)
    pool = chance.randbytes(1 << 20)
    writer = Writer(path)
    share = size // connections
    told = []
    streams = [download(number, own, other, known, client_random, suite, share, inner, pool, chance, told)
               for number in range(connections)]
    while streams:
        for stream in list(streams):
            for _ in range(64):
                frame = next(stream, None)
                if frame is None:
                    streams.remove(stream)
                    break
                writer.write(frame, after=1)
    print(f"{writer.count} octets, {connections} connections, {sum(told)} octets sealed")


def download(number, own, other, known, client_random, suite, share, inner, pool, chance, told):
    keys = [Keys(suite, bytes.fromhex(known[(f"{side}_TRAFFIC_SECRET_0", client_random)])) for side in ("CLIENT", "SERVER")]
    # Up to the first record under the application's keys all is the handshake; of those, tickets belong to it as well.
    begins = next(place for place, record in enumerate(other) if record[0] == 23 and keys[1].opens(record))
    # The client's hello, its ChangeCipherSpec, its Finished.
    connection = Connection(address(10, 9, 0, 1 + number), 40000 + number, address(192, 0, 2, 9), 443, chance)
    yield from connection.open()
    yield from connection.send(0, own[0])
    yield from connection.send(1, b"".join(other[:begins]))
    yield from connection.send(0, b"".join(own[1:3]))
    yield from connection.send(1, other[begins])
    length = share * SEGMENT // (SEGMENT + 16 + 54 + 35)
    head = b""
    if inner == "http":
        yield from connection.send(0, keys[0].seal(f"GET /large/{number} HTTP/1.1\r\nHost: origin.test\r\n\r\n".encode()))
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {length}\r\n\r\n".encode()
    left, first = length, head
    while left > 0:
        size = min(left, LARGEST - len(first))
        place = chance.randrange(len(pool) - size)
        yield from connection.send(1, keys[1].seal(first + pool[place:place + size]))
        told.append(len(first) + size)
        left, first = left - size, b""
    yield from connection.close()


def octets(text):
    return int(float(text.rstrip("kMG")) * {"k": 1e3, "M": 1e6, "G": 1e9}.get(text[-1], 1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["flows", "bulk"])
    parser.add_argument("path")
    parser.add_argument("--size", type=octets, help="octets of the capture; 500M of flows, 1G in bulk")
    parser.add_argument("--suite", default="TLS_AES_128_GCM_SHA256", help="of TLS 1.3; any but CCM")
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--inner", choices=["http", "octets"], default="http")
    arguments = parser.parse_args()
    if arguments.kind == "flows":
        flows(arguments.path, arguments.size or octets("500M"))
    else:
        bulk(arguments.path, arguments.size or octets("1G"), arguments.suite, arguments.connections, arguments.inner)


if __name__ == "__main__":
    main()
