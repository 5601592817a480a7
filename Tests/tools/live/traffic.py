"""Traffic to replay: a realistic mix of many flows, small packets, and a flood of SYNs."""

import os
import random
import struct
import time

from .captures import File, write_pcap
from .laboratory import SERVER, Trouble
from .programs import stopped, tcpdump, tool
from .servers import settle

# Most octets of a frame that a wire with an MTU of 1500 carries.
LARGEST = 1514
# Nobody's: a replayed frame is looked at by who captures, and by nobody else.
NOBODYS = bytes.fromhex("02feedfacade")


def mix(laboratory, path, packets, downloads=False):
    """Real exchanges as they were captured, HTTP/1.1 and HTTP/2, new connections and kept ones; or downloads of large files."""
    dump, base = laboratory.path("mix.pcap"), f"http://{SERVER}"
    beside = tcpdump(laboratory, dump, "tcp", arguments=("-s", "0", "-B", "524288"))
    ab = lambda *arguments: laboratory.inside(laboratory.client, "ab", "-q", *arguments)
    while os.path.getsize(dump) < packets * (1300 if downloads else 650):
        if downloads:
            ab("-n", "20", "-c", "4", f"{base}/large.bin")
            continue
        ab("-n", "200", "-c", "10", f"{base}/small.txt")
        ab("-n", "120", "-c", "5", f"{base}/page.html")
        ab("-k", "-n", "200", "-c", "5", f"{base}/small.txt")
        ab("-n", "20", "-c", "4", f"{base}/medium.bin")
        ab("-n", "1", f"{base}/large.bin")
        if tool("h2load"):
            laboratory.inside(laboratory.client, "h2load", "-n", "100", "-c", "2", "-m", "10", f"{base}:81/small.txt")
    settle()
    if stopped(beside):
        raise Trouble("tcpdump lost something of the mix")
    found = [packet for packet in File(dump).packets if len(packet.octets) <= LARGEST]
    write_pcap(path, [(packet.time, NOBODYS + packet.octets[6:]) for packet in found[:packets]])


def small(path, packets, seed=1):
    """UDP of 64 octets over a thousand flows: what costs most a packet and least an octet."""
    chance = random.Random(seed)
    flows = [(chance.getrandbits(32), chance.randrange(1024, 65535), chance.randrange(1024, 65535)) for _ in range(1000)]
    began = time.time_ns()

    def frame(number):
        host, source, destination = flows[number * 7919 % len(flows)]
        payload = number.to_bytes(4, "big") * 4
        return ipv4(17, host, struct.pack("!HHHH", source, destination, 8 + len(payload), 0) + payload)
    write_pcap(path, [(began + number * 1000, frame(number)) for number in range(packets)])


def syns(path, packets, seed=2):
    """SYNs from random hosts and ports to one."""
    chance = random.Random(seed)
    began = time.time_ns()

    def frame():
        segment = struct.pack("!HHIIBBHHH", chance.randrange(1024, 65535), 80, chance.getrandbits(32), 0, 0x60, 2, 64240, 0, 0)
        return ipv4(6, chance.getrandbits(32), segment + b"\x02\x04\x05\xb4")
    write_pcap(path, [(began + number * 1000, frame()) for number in range(packets)])


def ipv4(protocol, source, payload):
    """A frame from `source`, a number, to 10.77.200.1; the transport's checksum is left out, as an offloading host's."""
    address = struct.pack("!I", source & 0x7fffffff | 0x10000000)
    header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 0, 0x4000, 64, protocol, 0, address, bytes([10, 77, 200, 1]))
    total = sum(struct.unpack("!10H", header))
    total = (total & 0xffff) + (total >> 16)
    header = header[:10] + struct.pack("!H", ~(total + (total >> 16)) & 0xffff) + header[12:]
    return (NOBODYS + bytes.fromhex("020000000001") + b"\x08\x00" + header + payload).ljust(60, b"\0")


def replay(laboratory, path, *arguments):
    """tcpreplay at the client's side, in the background. Each turn of several has hosts of its own."""
    turns = ["--unique-ip"] if any(argument.startswith("--loop") for argument in arguments) else []
    return laboratory.start(laboratory.client, "tcpreplay", "-q", "-i", "c0", "--preload-pcap", *turns, *arguments, path,
                            name="tcpreplay")


def replayed(process, timeout=600):
    """Waits for its end; answers the packets sent, and their rate a second."""
    if process.wait(timeout):
        raise Trouble(f"tcpreplay: {process.complained()[-300:]}")
    count = rate = None
    for line in (process.said() + process.complained()).splitlines():
        words = line.split()
        if line.startswith("Actual:"):
            count = int(words[1])
        if line.startswith("Rated:"):
            rate = float(words[words.index("pps") - 1])
        if "Successful packets:" in line:
            count = int(words[-1])
    if count is None:
        raise Trouble(f"tcpreplay said: {process.said()[-300:]}")
    return count, rate
