"""The highest rate at which nothing is lost: tcpdump writing to /dev/null, and Weir's full analysis, by turns."""

import collections
import os
import re
import signal
import time

from .captures import File
from .laboratory import Trouble
from .servers import WebServer
from .traffic import mix, replay, replayed, small

BUFFER_MIB = 32
# The factor from rate to rate, and how often the last step is halved.
STEP, HALVINGS = 1.5, 3
# What share of the rate asked for the sender must reach, and how many rates are tried when it does not.
REACHED, LEVELS_BEYOND = 0.9, 3
# Times a second that the sender wakes up: it sends in bursts, and sleeps in between instead of looking at the clock.
WAKES = 2000
TICKS = os.sysconf("SC_CLK_TCK")


def add_arguments(parser):
    parser.add_argument("--rounds", type=int, default=5, help="of each program at a rate")
    parser.add_argument("--seconds", type=float, default=5, help="of a round")
    parser.add_argument("--packets", type=int, default=150_000, help="of the mix")
    parser.add_argument("--kinds", default="mix,full,small", metavar="NAME,...")
    parser.add_argument("--lowest", type=float, default=50_000, metavar="RATE", help="packets a second to begin with")
    parser.add_argument("--forgive", type=int, default=0, metavar="N", help="rounds at a rate that may lose something")


class Round:
    """What came of one: packets sent and a second, lost, and seconds of processor a second of sending."""

    def __init__(self, sent, rate, lost, processor):
        self.sent, self.rate, self.lost, self.processor = sent, rate, lost, processor


def measure(options, laboratory, weir):
    WebServer(laboratory)
    found = {}
    for kind in options.kinds.split(","):
        path, size = traffic(kind, laboratory, options.packets)
        laboratory.running[0].send(signal.SIGSTOP)
        print(f"{kind}: {len(File(path).packets)} packets, {size:.0f} octets each on average", flush=True)
        found[kind] = search(options, laboratory, weir, path)
        laboratory.running[0].send(signal.SIGCONT)
    print("\n| packets | octets | tcpdump, lossless | weir live, lossless | ratio |\n|---|---|---|---|---|")
    for kind, best in found.items():
        ratio = f"{best['weir'] / best['tcpdump']:.2f}" if best["tcpdump"] else "–"
        _, size = traffic(kind, laboratory, options.packets)
        print(f"| {kind} | {size:.0f} | {best['tcpdump']:,.0f}/s | {best['weir']:,.0f}/s | {ratio} |")
    return all(best["weir"] >= 0.7 * best["tcpdump"] for best in found.values())


def traffic(kind, laboratory, packets):
    """The file to replay, and the mean size of its packets."""
    path = laboratory.path(f"{kind}.replay.pcap")
    if not os.path.exists(path):
        if kind == "small":
            small(path, packets)
        elif kind in ("mix", "full"):
            mix(laboratory, path, packets, downloads=kind == "full")
        else:
            raise Trouble(f"no such packets: {kind}; there are mix, full, small")
    held = File(path).packets
    return path, sum(len(packet.octets) for packet in held) / len(held)


def search(options, laboratory, weir, path):
    """Of each program the highest rate at which no round loses anything."""
    programs = {"tcpdump": lambda: start_tcpdump(laboratory), "weir": lambda: start_weir(weir)}
    good, bad, limited = dict.fromkeys(programs, 0.0), {}, collections.Counter()
    rate = options.lowest
    while names := [name for name in programs if name not in bad and limited[name] < LEVELS_BEYOND]:
        for name, reached in attempt(options, laboratory, programs, names, rate, path, good, bad).items():
            limited[name] += reached < REACHED * rate
        rate *= STEP
    for _ in range(HALVINGS):
        for name in [name for name in bad if good[name]]:
            if good[name] < bad[name]:
                attempt(options, laboratory, programs, [name], (good[name] + bad[name]) / 2, path, good, bad)
    for name in programs:
        if name not in bad:
            print(f"  {name} loses nothing of what the sender can send beside it", flush=True)
    return good


def attempt(options, laboratory, programs, names, rate, path, good, bad):
    """Rounds by turns at a rate; answers of each program the rate that the sender reached, the least of all rounds."""
    rounds = {name: [] for name in names}
    for _ in range(options.rounds):
        for name in names:
            rounds[name].append(play(programs[name](), laboratory, path, rate, options.seconds))
    for name, each in rounds.items():
        lossy, least = sum(one.lost > 0 for one in each), min(one.rate for one in each)
        if lossy <= options.forgive:
            good[name] = max(good[name], least)
        else:
            bad[name] = min(rate, bad.get(name, rate))
        lost, sent = sum(one.lost for one in each), sum(one.sent for one in each)
        print(f"  {name:8}{rate:12,.0f}/s asked{least:12,.0f}/s sent  {lossy} of {len(each)} rounds lost {lost:,} of {sent:,} "
              f"({100 * lost / sent:.3f} %)  processors {sum(one.processor for one in each) / len(each):.2f}", flush=True)
    return {name: min(one.rate for one in each) for name, each in rounds.items()}


def play(capture, laboratory, path, rate, seconds):
    before = processor_seconds(capture.process.pid)
    sender = replay(laboratory, path, f"--pps={rate:.0f}", f"--pps-multi={max(1, round(rate / WAKES))}",
                    "--loop=1000000", f"--limit={int(rate * seconds)}")
    sent, reached = replayed(sender)
    spent = processor_seconds(capture.process.pid) - before
    # What waits in the kernel's ring is still looked at.
    time.sleep(1)
    return Round(sent, reached, capture.lost(sent), spent / (sent / reached))


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Capture:
    def __init__(self, process, count):
        self.process, self.count = process, count

    def lost(self, sent):
        """By the program's own account, and what it never saw."""
        captured, dropped = self.count(self.process)
        if captured + dropped != sent:
            print(f"  {self.process.name}: {captured:,} captured and {dropped:,} dropped, of {sent:,} sent")
        return max(dropped, sent - captured)


def start_tcpdump(laboratory):
    one = laboratory.start(laboratory.server, "tcpdump", "-i", "s0", "-n", "-s", "0", "-B", str(BUFFER_MIB << 10), "-Z", "root",
                           "-w", "/dev/null", name="tcpdump").capturing()
    return Capture(one, told_by_tcpdump)


def told_by_tcpdump(process):
    process.end()
    found = {line.split(None, 1)[1]: int(line.split()[0]) for line in process.complained().splitlines() if line[:1].isdigit()}
    return found["packets captured"], found["packets dropped by kernel"]


def start_weir(weir):
    return Capture(weir.live("--ndjson", "-o", "/dev/null", "-B", f"{BUFFER_MIB}M"), told_by_weir)


def told_by_weir(process):
    """By the line of the interface at the end."""
    process.end(timeout=120)
    for line in process.complained().replace(",", "").splitlines():
        if found := re.search(r"s0: (\d+) packets?.* (\d+) dropped by the kernel", line):
            return int(found[1]), int(found[2])
    raise Trouble(f"weir live says {process.complained()[-200:]!r}")
