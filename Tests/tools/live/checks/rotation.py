"""Files by size, time and count; signals; and ends by count and time."""

import os
import signal
import time

from ..captures import File
from ..laboratory import SERVER
from ..programs import files, number_of, parsed, send_numbered, sent
from ..servers import settle


def check(laboratory, weir, server, judgement):
    by_size(laboratory, weir, judgement)
    ring(laboratory, weir, judgement)
    by_time_and_signal(laboratory, weir, judgement)
    ends(laboratory, weir, judgement)


def numbers(paths):
    found = [number_of(packet.octets) for path in paths for packet in File(path).packets]
    return [number for number in found if number is not None]


def in_order(folder):
    """Files by the first packet that they hold."""
    found = [(path, File(path).packets) for path in files(folder)]
    return [path for path, packets in sorted(found, key=lambda one: one[1][0].time if one[1] else 0)]


def by_size(laboratory, weir, judgement):
    for form in ("pcapng", "pcap"):
        folder = laboratory.fresh("rotation")
        one = weir.live("--json", "-w", f"{folder}/own.{form}", "-C", "1", "--write-format", form, "-f", "udp port 4242")
        count = sent(send_numbered(laboratory, SERVER, 4000, 1.5, size=900))
        settle()
        judgement.equal(one.end(), 0, f"-C, {form}: status ({one.complained()[-200:]})")
        paths = in_order(folder)
        sizes = [os.path.getsize(path) for path in paths]
        judgement.demand(5 <= len(paths) <= 8, f"-C, {form}: {len(paths)} files of {sizes} octets")
        judgement.demand(max(sizes) <= 1_100_000, f"-C, {form}: sizes {sizes}")
        judgement.equal(numbers(paths), list(range(count)), f"-C, {form}: every packet once, in order")
        judgement.equal(parsed(one.said())["captures"][0]["packets"], count, f"-C, {form}: packets told")
        read = weir.report(*paths)
        judgement.equal(sum(capture["packets"] for capture in read["captures"]), count, f"-C, {form}: packets read back")


def ring(laboratory, weir, judgement):
    folder = laboratory.fresh("rotation")
    one = weir.live("--json", "-w", f"{folder}/ring.pcapng", "-C", "1", "-W", "3", "-f", "udp port 4242")
    count = sent(send_numbered(laboratory, SERVER, 4000, 2, size=900))
    settle()
    judgement.equal(one.end(), 0, f"-C -W: status ({one.complained()[-200:]})")
    paths = in_order(folder)
    judgement.equal(len(paths), 3, "-C -W 3: files")
    found = numbers(paths)
    judgement.equal(found, list(range(count - len(found), count)), "-C -W 3: the newest packets, without a gap")
    judgement.demand(len(found) > 2000, f"-C -W 3: {len(found)} packets")


def by_time_and_signal(laboratory, weir, judgement):
    folder = laboratory.fresh("rotation")
    timed = weir.live("--json", "-w", f"{folder}/timed-%H%M%S.pcapng", "-G", "1", "-f", "udp port 4242")
    by_hand = laboratory.fresh("rotation-signal")
    signalled = weir.live("--json", "-w", f"{by_hand}/signalled.pcapng", "-f", "udp port 4242")
    sender = send_numbered(laboratory, SERVER, 1000, 3.5)
    time.sleep(1.2)
    signalled.send(signal.SIGHUP)
    time.sleep(0.6)
    before = signalled.complained()
    signalled.send(signal.SIGUSR1)
    time.sleep(0.6)
    lines = signalled.complained()[len(before):].splitlines()
    judgement.demand(len(lines) == 1 and "packets" in lines[0], f"SIGUSR1 prints {lines}")
    signalled.send(signal.SIGHUP)
    count = sent(sender)
    settle()
    for one, what in ((timed, "-G"), (signalled, "SIGHUP")):
        judgement.equal(one.end(), 0, f"{what}: status ({one.complained()[-200:]})")
    paths = in_order(folder)
    judgement.demand(3 <= len(paths) <= 6, f"-G 1: {len(paths)} files in 3.5 s: {[os.path.basename(path) for path in paths]}")
    judgement.equal(numbers(paths), list(range(count)), "-G 1: every packet once, in order")
    paths = in_order(by_hand)
    judgement.equal(len(paths), 3, f"files after two SIGHUPs: {[os.path.basename(path) for path in paths]}")
    judgement.equal(numbers(paths), list(range(count)), "SIGHUP: every packet once, in order")


def ends(laboratory, weir, judgement):
    folder = laboratory.fresh("rotation")
    counted = weir.live("--json", "-w", f"{folder}/counted.pcapng", "-c", "1234", "-f", "udp port 4242")
    began = time.monotonic()
    lasting = weir.live("--json", "--duration", "2s", "-f", "udp port 4242")
    sender = send_numbered(laboratory, SERVER, 2000, 1)
    judgement.equal(counted.wait(20), 0, "-c: status")
    judgement.equal(parsed(counted.said())["captures"][0]["packets"], 1234, "-c 1234: packets told")
    judgement.equal(numbers([f"{folder}/counted.pcapng"]), list(range(1234)), "-c 1234: packets in the file")
    count = sent(sender)
    judgement.equal(lasting.wait(20), 0, "--duration: status")
    judgement.demand(1.8 < time.monotonic() - began < 4, f"--duration 2s took {time.monotonic() - began:.1f} s")
    judgement.equal(parsed(lasting.said())["captures"][0]["packets"], count, "--duration: packets told")
