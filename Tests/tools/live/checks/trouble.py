"""Interfaces that go away, and disks that fill up: a clear message, status 1, and a file that opens."""

import time

from ..captures import File
from ..laboratory import SERVER, run
from ..programs import PORT, files, number_of, parsed, send_numbered, sent
from ..servers import settle

OTHER = "10.79.0"


def check(laboratory, weir, server, judgement):
    gone(laboratory, weir, judgement)
    down(laboratory, weir, judgement)
    one_of_two(laboratory, weir, judgement)
    no_such(weir, judgement)
    full(laboratory, weir, judgement)


def said(one):
    """What was said beyond that it begins, and what was written."""
    return [line for line in one.complained().splitlines() if not any(
        each in line for each in ("capturing on", "wrote", "received"))]


def gone(laboratory, weir, judgement):
    folder = laboratory.fresh("trouble")
    laboratory.second_link("s2", "c2", OTHER)
    own = f"{folder}/own.pcapng"
    one = weir.live("--json", "-w", own, "-f", f"udp port {PORT}", device="s2")
    count = sent(send_numbered(laboratory, f"{OTHER}.2", 1000, 0.5))
    time.sleep(0.3)
    run("ip", "-n", laboratory.server, "link", "del", "s2")
    judgement.equal(one.wait(20), 1, "deleted: status")
    judgement.demand(len(said(one)) == 1 and "s2 is gone" in said(one)[0], f"deleted: says {one.complained()!r}")
    judgement.equal([number_of(packet.octets) for packet in File(own).packets], list(range(count)), "deleted: the file's packets")
    judgement.equal(parsed(one.said())["captures"][0]["packets"], count, "deleted: packets told")
    weir.report(own)


def down(laboratory, weir, judgement):
    """As long as it is there, it may be up again; that it is down is told."""
    folder = laboratory.fresh("trouble")
    laboratory.second_link("s2", "c2", OTHER)
    own = f"{folder}/own.pcapng"
    one = weir.live("--json", "-w", own, "-f", f"udp port {PORT}", device="s2")
    first = sent(send_numbered(laboratory, f"{OTHER}.2", 1000, 0.5))
    time.sleep(0.3)
    run("ip", "-n", laboratory.server, "link", "set", "s2", "down")
    time.sleep(1.5)
    judgement.demand(len(said(one)) == 1 and "s2 went down" in said(one)[0], f"down: says {one.complained()!r}")
    judgement.equal(len(File(files(folder)[0]).packets), first, "down: packets in the file meanwhile")
    run("ip", "-n", laboratory.server, "link", "set", "s2", "up")
    time.sleep(1.5)
    judgement.demand(len(said(one)) == 2 and "s2 is up again" in said(one)[1], f"up again: says {one.complained()!r}")
    second = sent(send_numbered(laboratory, f"{OTHER}.2", 1000, 0.5, first=first))
    time.sleep(0.3)
    run("ip", "-n", laboratory.server, "link", "set", "s2", "down")
    time.sleep(0.5)
    judgement.equal(one.end(), 0, "down, and ended by hand: status")
    judgement.equal([number_of(packet.octets) for packet in File(own).packets], list(range(first + second)), "down: the file's packets")
    weir.report(own)
    run("ip", "-n", laboratory.server, "link", "del", "s2", check=False)


def one_of_two(laboratory, weir, judgement):
    folder = laboratory.fresh("trouble")
    laboratory.second_link("s2", "c2", OTHER)
    own = f"{folder}/own.pcapng"
    one = weir.live("-i", "s2", "--json", "-w", own, "-f", f"udp port {PORT}", ready=False)
    one.capturing(2)
    first = sent(send_numbered(laboratory, f"{OTHER}.2", 1000, 0.5))
    time.sleep(0.3)
    run("ip", "-n", laboratory.server, "link", "del", "s2")
    time.sleep(0.7)
    if judgement.demand(one.alive(), "one of two deleted: the other does not go on"):
        judgement.demand("s2" in one.complained(), f"one of two deleted: says {one.complained()!r}")
    second = sent(send_numbered(laboratory, SERVER, 1000, 0.5, first=10**6))
    settle()
    judgement.equal(one.end(), 1, "one of two deleted: status")
    found = [number_of(packet.octets) for packet in File(own).packets]
    judgement.equal(found, [*range(first), *range(10**6, 10**6 + second)], "one of two deleted: the file's packets")
    captures = parsed(one.said())["captures"]
    judgement.equal([capture["packets"] for capture in captures], [second, first], "one of two deleted: packets told")


def no_such(weir, judgement):
    one = weir.live("--json", device="nonesuch0", ready=False)
    judgement.equal(one.wait(20), 1, "no such interface: status")
    complaint = one.complained()
    judgement.demand("nonesuch0" in complaint and "s0" in complaint, f"no such interface: says {complaint!r}")


def full(laboratory, weir, judgement):
    for form in ("pcapng", "pcap"):
        folder = laboratory.mount(f"full-{form}", 2 << 20)
        one = weir.live("--json", "-w", f"{folder}/own.{form}", "--write-format", form, "-f", f"udp port {PORT}")
        sender = send_numbered(laboratory, SERVER, 4000, 2, size=900)
        judgement.equal(one.wait(30), 1, f"disk full, {form}: status")
        sent(sender)
        complaint = one.complained()
        judgement.demand("space" in complaint and "own" in complaint, f"disk full, {form}: says {complaint!r}")
        paths = files(folder)
        judgement.equal(len(paths), 1, f"disk full, {form}: files {paths}")
        for path in paths:
            file = File(path)
            found = [number_of(packet.octets) for packet in file.packets]
            judgement.equal(file.rest, 0, f"disk full, {form}: octets behind the last record")
            judgement.demand(len(found) > 1500 and found == list(range(len(found))), f"disk full, {form}: {len(found)} packets")
            weir.report(path)
        judgement.demand(parsed(one.said())["captures"][0]["packets"] >= len(found), f"disk full, {form}: packets told")
        run("umount", "-l", folder)
