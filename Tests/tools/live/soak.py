"""Memory over half an hour of new flows, and under a flood of SYNs."""

import os
import threading
import time

from .laboratory import Trouble
from .programs import tool
from .servers import WebServer
from .traffic import replay, syns

METRICS = "127.0.0.1:9465"
# Seconds between samples, and between bursts of connections.
SAMPLE, SLICE = 10, 0.25
# Servers' addresses, by turns: a pair of ports is not used again before its time.
ADDRESSES = [f"10.77.1.{last}" for last in range(1, 17)]
# Growth of resident memory over the last two thirds that still counts as flat.
FLAT = 0.01
# More than are followed at once, so that none is sent again before it was forgotten.
FLOOD_PACKETS = 2_000_000


def add_arguments(parser):
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=int, default=1800, help="new connections a second")
    parser.add_argument("--flood", type=float, default=5, metavar="MINUTES")
    parser.add_argument("--flood-rate", type=int, default=20_000, help="SYNs a second")
    parser.add_argument("--out", default="soak.tsv", metavar="FILE")
    parser.add_argument("--arguments", default="", help="further arguments of weir live, in one word")


class Load(threading.Thread):
    """New connections, a request on each, at a steady rate."""

    def __init__(self, laboratory, rate):
        super().__init__(daemon=True)
        self.laboratory, self.each, self.made, self.stopping = laboratory, int(rate * SLICE), 0, False
        self.start()

    def run(self):
        began, number = time.monotonic(), 0
        while not self.stopping:
            address = ADDRESSES[number % len(ADDRESSES)]
            done = self.laboratory.inside(self.laboratory.client, "ab", "-q", "-n", str(self.each), "-c", "20",
                                          f"http://{address}/small.txt", check=False)
            self.made += self.each if done.returncode == 0 else 0
            number += 1
            time.sleep(max(0, began + number * SLICE - time.monotonic()))


def measure(options, laboratory, weir):
    if not tool("ab"):
        raise Trouble("ab is not installed (apache2-utils)")
    for address in ADDRESSES:
        laboratory.inside(laboratory.server, "ip", "addr", "add", f"{address}/16", "dev", "s0")
    WebServer(laboratory)
    one = weir.live("--ndjson", "-o", "/dev/null", "--metrics", METRICS, *options.arguments.split())
    samples = Samples(laboratory, one, options.out)
    load = Load(laboratory, options.rate)
    samples.take(options.minutes, "flows", load)
    load.stopping = True
    load.join()
    if options.flood:
        path = laboratory.path("syns.pcap")
        syns(path, FLOOD_PACKETS)
        flood = replay(laboratory, path, f"--pps={options.flood_rate}", "--loop=1000000")
        samples.take(options.flood, "flood", None)
        flood.end()
        samples.take(1, "after", None)
    status = one.end(timeout=120)
    print(f"status {status}; {one.complained()[-400:].strip()}")
    return samples.verdict("flows", load.made) & (samples.verdict("flood") if options.flood else True) & (status == 0)


class Samples:
    """Rows of (phase, seconds, resident KiB, processor seconds, flows begun, flows alive, packets, dropped)."""

    def __init__(self, laboratory, process, path):
        self.laboratory, self.process, self.rows, self.began = laboratory, process, [], time.monotonic()
        self.file = open(path, "w", buffering=1)
        print("phase\tseconds\tresident_kib\tprocessor_s\tflows_begun\tflows_alive\tpackets\tdropped\tconnections", file=self.file)

    def take(self, minutes, phase, load):
        until = time.monotonic() + 60 * minutes
        while time.monotonic() < until:
            time.sleep(SAMPLE)
            if not self.process.alive():
                raise Trouble(f"weir live ended with {self.process.process.returncode}: {self.process.complained()[-300:]}")
            row = (phase, round(time.monotonic() - self.began), self.resident(), self.processor(), *self.metrics(),
                   load.made if load else "")
            self.rows.append(row)
            print(*row, sep="\t", file=self.file)

    def resident(self):
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))

    def processor(self):
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def metrics(self):
        done = self.laboratory.inside(self.laboratory.server, "curl", "-s", "--max-time", "8", f"http://{METRICS}/metrics", check=False)
        found = {}
        for line in done.stdout.splitlines():
            if not line.startswith("#") and line:
                name, value = line.rsplit(" ", 1)
                found[name.split("{")[0]] = found.get(name.split("{")[0], 0) + float(value)
        return [f"{found[name]:.0f}" if name in found else "" for name in (
            "weir_flows_begun_total", "weir_flows", "weir_packets_total", "weir_dropped_by_kernel_total")]

    def verdict(self, phase, connections=None):
        """Whether resident memory is flat over the last two thirds of a phase."""
        rows = [row for row in self.rows if row[0] == phase]
        last = rows[len(rows) // 3:]
        if len(last) < 6:
            print(f"{phase}: too short to tell")
            return False
        minutes = (rows[-1][1] - rows[0][1]) / 60
        flows = (int(rows[-1][4]) - int(rows[0][4])) / minutes if rows[0][4] and rows[-1][4] else None
        told = [f"{phase}: {minutes:.1f} minutes"]
        told += [f"{flows:,.0f} new flows a minute"] if flows is not None else []
        told += [f"{connections:,} connections made"] if connections is not None else []
        kib = [row[2] for row in last]
        told.append(f"resident {kib[0] / 1024:.1f} to {kib[-1] / 1024:.1f} MiB over the last two thirds (least {min(kib) / 1024:.1f}, "
                    f"most {max(kib) / 1024:.1f})")
        growth = grown(last)
        told.append(f"growth by the line through them {100 * growth:+.2f} %, over the last third {100 * grown(last[len(last) // 2:]):+.2f} %")
        told.append(f"dropped {rows[-1][7] or '?'}")
        print(", ".join(told))
        return growth < FLAT


def grown(rows):
    """What share resident memory grew by from the first row to the last, by the straight line nearest to all."""
    seconds, kib = [row[1] for row in rows], [row[2] for row in rows]
    return slope(seconds, kib) * (seconds[-1] - seconds[0]) / (sum(kib) / len(kib))


def slope(xs, ys):
    """Of the straight line nearest to the points."""
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / sum((a - x) ** 2 for a in xs)
