"""Every kind of packet that there is a capture of, on the wire: the live report is that of the file."""

import glob
import os

from ..captures import File, write_pcap
from ..programs import contents, parsed
from ..servers import settle
from ..traffic import NOBODYS, replay, replayed

FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../../Fixtures/captures")
RATE = 10_000
# One connection again and again, each time damaged in another way: what is learned of one of them opens the next, and when that
# is depends on when it comes, where a file comes at once.
REPEATED = "/damaged-"
# A veth takes frames as long as IP's longest packet.
MTU, LONGEST = 65_535, 65_549
# Destination, source and type.
HEADER = 14
ETHERNET = 1


def check(laboratory, weir, server, judgement):
    captures = [path for path in sorted(glob.glob(f"{FIXTURES}/**/*.pcap*", recursive=True)) if REPEATED not in path]
    frames = [frame for path in captures for frame in ethernet(path)]
    path, own = laboratory.path("fixtures.pcap"), f"{laboratory.fresh('fixtures')}/own.pcapng"
    # Nobody answers what is sent to nobody.
    write_pcap(path, [(number * 10**9 // RATE, NOBODYS + frame[6:]) for number, frame in enumerate(frames)])
    for space, device in ((laboratory.client, "c0"), (laboratory.server, "s0")):
        laboratory.inside(space, "ip", "link", "set", device, "mtu", str(MTU))
    try:
        one = weir.live("--json", "-w", own)
        count, _ = replayed(replay(laboratory, path, "--pps", str(RATE)))
        settle()
    finally:
        for space, device in ((laboratory.client, "c0"), (laboratory.server, "s0")):
            laboratory.inside(space, "ip", "link", "set", device, "mtu", "1500")
    judgement.equal(one.end(), 0, f"status ({one.complained()[-300:]})")
    live, read = parsed(one.said()), weir.report(own)
    judgement.equal(count, len(frames), "frames sent")
    judgement.equal(sum(octets[:6] == NOBODYS for _, octets in contents(own)), count, "frames in the file")
    captures = live.pop("captures"), read.pop("captures")
    judgement.equal(captures[0][0]["packets"], captures[1][0]["packets"], "packets told")
    judgement.same(live, read, "live beside its file")
    protocols = {protocol["path"].split("/")[-1] for protocol in live["protocols"]}
    judgement.demand(len(protocols) >= 15, f"protocols: {sorted(protocols)}")
    judgement.note(f"{count} frames, {len(live['flows'])} flows, {len(protocols)} protocols, {live['malformed']['total']} malformed")


def ethernet(path):
    """Frames of a capture that a wire can carry, when it is one of Ethernet."""
    try:
        file = File(path)
    except (ValueError, IndexError):
        return []
    return [packet.octets for packet in file.packets
            if file.links[packet.interface:] and file.links[packet.interface] == ETHERNET and HEADER <= len(packet.octets) <= LONGEST]
