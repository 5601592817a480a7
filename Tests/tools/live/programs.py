"""Weir and tcpdump, as the laboratory runs them."""

import json
import os
import signal
import struct
import subprocess

from .captures import File
from .laboratory import PATIENCE, Trouble, run

# KiB of the kernel's buffer for the capture beside Weir's; it must not lose anything.
BESIDE = "65536"


class Weir:
    def __init__(self, path, laboratory):
        self.path, self.laboratory = path, laboratory

    def live(self, *arguments, space=None, device="s0", ready=True, prefix=(), name="live", **options):
        """Captures at the server's, from when this returns on."""
        interfaces = ["-i", device] if device else []
        one = self.laboratory.start(space or self.laboratory.server, *prefix, self.path, "live", *interfaces, *arguments,
                                    name=name, **options)
        return one.capturing() if ready else one

    def ran(self, *arguments, timeout=120):
        return run(self.path, *arguments, check=False, timeout=timeout)

    def report(self, *arguments, statuses=(0,)):
        done = self.ran("report", "--json", *arguments)
        if done.returncode not in statuses:
            raise Trouble(f"weir report {arguments[-1]}: status {done.returncode}: {done.stderr[-300:]}")
        return parsed(done.stdout)


def parsed(text):
    """JSON with numbers as they are written, for comparing octets."""
    try:
        return json.loads(text, parse_float=Number, parse_int=int)
    except json.JSONDecodeError as error:
        raise Trouble(f"no JSON: {error}: {text[:200]!r}") from None


class Number(float):
    """A number that remembers how it is written."""

    def __new__(cls, text):
        made = super().__new__(cls, text)
        made.text = text
        return made

    def __eq__(self, other):
        return self.text == getattr(other, "text", None)

    def __hash__(self):
        return hash(self.text)

    def __repr__(self):
        return self.text


def records(text):
    return [parsed(line) for line in text.splitlines() if line]


def tcpdump(laboratory, path, *filters, device="s0", space=None, arguments=()):
    """tcpdump beside Weir, with nanoseconds, from when this returns on."""
    one = laboratory.start(space or laboratory.server, "tcpdump", "-i", device, "-n", "-U", "-B", BESIDE, "-Z", "root",
                           "--time-stamp-precision=nano", *arguments, "-w", path, *filters, name="tcpdump")
    return one.capturing()


def stopped(dump):
    """Ends tcpdump; answers how many it lost."""
    dump.end(signal.SIGINT)
    for line in dump.complained().splitlines():
        if "dropped by kernel" in line:
            return int(line.split()[0])
    raise Trouble(f"tcpdump said: {dump.complained()[-300:]}")


def files(folder):
    """Paths of all files in a folder, hidden ones, too, in their order."""
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder))]


def contents(*paths):
    """All packets of several files, by time and octets."""
    return [(packet.time, packet.octets) for path in paths for packet in File(path).packets]


# --- Numbered packets, for telling which are there


PORT = 4242


def number_of(octets):
    """Of a packet that `send_numbered` sent; absent for others. Looks for it, for "any" has another header."""
    at = octets.find(b"weirlab#")
    return struct.unpack_from("!I", octets, at + 8)[0] if at >= 0 else None


SENDER = """
import socket, struct, sys, time
address, rate, seconds = sys.argv[1], float(sys.argv[3]), float(sys.argv[4])
port, size, first = int(sys.argv[2]), int(sys.argv[5]), int(sys.argv[6])
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
out.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 22)
number, began, padding = first, time.monotonic(), b"." * size
while (now := time.monotonic() - began) < seconds:
    while number - first < min(now, seconds) * rate:
        out.sendto(b"weirlab#" + struct.pack("!I", number) + padding, (address, port))
        number += 1
    time.sleep(0.001)
print(number - first)
"""


def send_numbered(laboratory, address, rate, seconds, size=200, first=0, port=PORT, space=None):
    """Datagrams that carry their number, at a steady rate, in the background."""
    return laboratory.start(space or laboratory.client, "python3", "-c", SENDER, address, str(port), str(rate), str(seconds),
                            str(size), str(first), name="sender")


def sent(sender):
    sender.wait(PATIENCE + 60)
    return int(sender.said())


def tool(name):
    """Whether a program is there that a check can do without."""
    return subprocess.run(["which", name], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
