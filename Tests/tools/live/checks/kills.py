"""kill -9 at random moments: the file opens, and lacks at most the last second."""

import os
import random
import signal
import struct
import time

from ..captures import File
from ..laboratory import SERVER
from ..programs import PORT, files, number_of, send_numbered, stopped, tcpdump
from ..servers import settle

KILLS = 20
RATE = 3000
SEED = 7
# Seconds before the kill of which nothing may be missing; the program promises a second, the rest is the scheduler's.
KEPT = 1.25
# Seconds before a capture is taken to be ready in which its filter has been set.
SET = 0.2


def check(laboratory, weir, server, judgement):
    chance = random.Random(SEED)
    dump = laboratory.path("kills.pcap")
    beside = tcpdump(laboratory, dump, f"udp port {PORT}")
    sender = send_numbered(laboratory, SERVER, RATE, 600)
    killed = []
    for index in range(KILLS):
        folder = laboratory.fresh(f"kill-{index}")
        # Some into the middle of rotation, some as pcap.
        form = ("pcapng", "pcapng", "pcap")[index % 3]
        rotating = ["-C", "1"] if index % 4 == 3 else []
        one = weir.live("--ndjson", "-w", f"{folder}/own.{form}", "--write-format", form, "-f", f"udp port {PORT}", *rotating)
        ready = time.time()
        time.sleep(chance.uniform(0.0, 1.6))
        at = time.time()
        one.end(signal.SIGKILL)
        killed.append((index, folder, ready, at))
    settle()
    sender.kill()
    judgement.equal(stopped(beside), 0, "lost by tcpdump")
    theirs = File(dump).packets
    places = {number_of(packet.octets): place for place, packet in enumerate(theirs)}
    worst = 0
    for index, folder, ready, at in killed:
        worst = max(worst, judge(weir, judgement, f"kill {index}", folder, ready, at, theirs, places))
    judgement.note(f"at most the last {worst * 1000:.0f} ms before a kill are missing")


def judge(weir, judgement, name, folder, ready, at, theirs, places):
    paths = files(folder)
    mine = []
    for place, path in enumerate(paths):
        done = weir.ran("report", "--json", path)
        judgement.demand(done.returncode in (0, 2), f"{name}: weir report {path}: status {done.returncode}, {done.stderr[-200:]}")
        try:
            file = File(path)
        except (ValueError, struct.error) as error:
            judgement.demand(False, f"{name}: {path} does not open: {error}")
            continue
        judgement.demand(file.rest < 70_000, f"{name}: {file.rest} octets at the end of {path} are no record")
        mine += file.packets
    mine.sort(key=lambda packet: number_of(packet.octets))
    began = mine[0].time / 1e9 if mine else ready
    # While libpcap sets the filter, nothing passes (pcap_setfilter(3PCAP)): some may be there from before.
    mine = [packet for packet in mine if packet.time / 1e9 > ready - SET]
    # The last second before the kill is the only one that may be missing.
    last = mine[-1].time / 1e9 if mine else ready
    missing = max((packet.time for packet in theirs if packet.time / 1e9 < at), default=0) / 1e9 - last
    judgement.demand(missing < KEPT, f"{name}: the last {missing:.2f} s before the kill are missing ({len(mine)} packets)")
    if mine:
        begin = places.get(number_of(mine[0].octets))
        judgement.demand(begin is not None, f"{name}: the first packet is none of tcpdump's")
        run = theirs[begin:begin + len(mine)] if begin is not None else []
        octets = [packet.octets for packet in mine]
        wrong = next((place for place, packet in enumerate(run) if packet.octets != octets[place]), None)
        judgement.demand(len(run) == len(mine) and wrong is None, f"{name}: {len(mine)} packets in {[name_of(path) for path in paths]} "
                         f"are no run of tcpdump's, packet {wrong} is wrong: {around(mine, wrong)}")
        judgement.demand(began < ready, f"{name}: the first packet came {began - ready:.2f} s after the beginning")
    return max(0, missing)


def name_of(path):
    return f"{os.path.basename(path)} ({os.path.getsize(path)} octets)"


def around(packets, place):
    return [number_of(packet.octets) for packet in packets[max(0, (place or 0) - 3):(place or 0) + 4]]
