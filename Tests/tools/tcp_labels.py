"""What every frame of the TCP laboratory's captures really was.

A scenario is NAME.client.pcap, NAME.server.pcap and NAME.truth.json. The sender's capture holds each transmission once, in the
order in which its kernel made them: there a segment below the highest octet sent is a retransmission, and nothing else. A frame
of the receiver's capture is found among the sender's by its IP identification and TCP header, with the wire's own log of what
it dropped and doubled; what arrives a second time was doubled by the network. Segments that a card put together are taken apart
first. Nothing is guessed from times or round trips, and the kernels' counters check the result.
"""

import bisect
import collections
import json
import os
import struct

FIN, SYN, RST = 0x01, 0x02, 0x04
HOSTS = ("client", "server")


def other(host):
    return "server" if host == "client" else "client"


def distance(a, b):
    """How far sequence number `a` is ahead of `b`; negative when it is behind."""
    return ((a - b + 0x80000000) & 0xFFFFFFFF) - 0x80000000


# --- Reading


class Segment:
    """One TCP frame."""

    __slots__ = ("frame", "time", "sender", "identification", "sequence", "acknowledgment", "flags", "window", "options",
                 "length", "room")

    @property
    def span(self):
        """The sequence numbers it takes: octets, SYN and FIN."""
        return self.length + bool(self.flags & SYN) + bool(self.flags & FIN)

    def pieces(self):
        """The packets that it was, or would have been, on the wire: itself, unless a card put it together."""
        if self.length <= self.room:
            return [Piece(self, self.identification, self.sequence, self.span)]
        count = -(-self.length // self.room)
        found = []
        for index in range(count):
            last = index == count - 1
            span = self.span - index * self.room if last else self.room
            identification = None if self.identification is None else (self.identification + index) & 0xFFFF
            found.append(Piece(self, identification, (self.sequence + index * self.room) & 0xFFFFFFFF, span))
        return found


class Piece:
    """A packet's worth of a segment."""

    __slots__ = ("segment", "key", "sequence", "span")

    def __init__(self, segment, identification, sequence, span):
        self.segment, self.sequence, self.span = segment, sequence, span
        self.key = (identification, sequence, segment.acknowledgment, segment.options, bool(span), bool(segment.flags & RST))


def records(octets):
    order = "<" if octets[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    ticks = 1e9 if octets[:4] in (b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d") else 1e6
    place = 24
    while place + 16 <= len(octets):
        seconds, fraction, captured, _ = struct.unpack_from(order + "IIII", octets, place)
        place += 16
        yield seconds + fraction / ticks, octets[place:place + captured]
        place += captured


def segments(path, server_port):
    """The TCP segments over Ethernet of a capture; of each, its headers must have been kept."""
    with open(path, "rb") as file:
        octets = file.read()
    found = []
    for frame, (time, data) in enumerate(records(octets), 1):
        kind = struct.unpack_from("!H", data, 12)[0]
        if kind == 0x0800 and data[23] == 6:
            tcp, mss, identification = 14 + (data[14] & 15) * 4, 1460, struct.unpack_from("!H", data, 18)[0]
            end = 14 + struct.unpack_from("!H", data, 16)[0]
        elif kind == 0x86DD and data[20] == 6:
            tcp, mss, identification = 54, 1440, None
            end = 54 + struct.unpack_from("!H", data, 18)[0]
        else:
            continue
        segment = Segment()
        _, destination, segment.sequence, segment.acknowledgment = struct.unpack_from("!HHII", data, tcp)
        header = (data[tcp + 12] >> 4) * 4
        segment.frame, segment.time, segment.identification = frame, time, identification
        segment.sender = "client" if destination == server_port else "server"
        segment.flags, segment.window = data[tcp + 13], struct.unpack_from("!H", data, tcp + 14)[0]
        segment.options, segment.length = bytes(data[tcp + 20:tcp + header]), end - tcp - header
        segment.room = mss - (header - 20)
        found.append(segment)
    return found


# --- What the sender did


class Transmission:
    """A piece as its sender sent it: what it was, how often it arrived, and whether it was needed."""

    __slots__ = ("piece", "start", "marks", "copies", "needed")

    def __init__(self, piece, start, marks):
        self.piece, self.start, self.marks = piece, start, marks
        # How often the wire delivered it, by its log; None when the log cannot tell.
        self.copies = None
        self.needed = None


def transmissions(capture, host):
    """Everything that `host` sent, from its own capture. Marks: retransmission, keep_alive, zero_window_probe, zero_window."""
    sent, top, closed, peer_closed, base = [], None, False, False, None
    for segment in capture:
        if segment.sender != host:
            peer_closed = segment.window == 0 and not segment.flags & RST
            continue
        marks = set()
        if not segment.flags & (RST | SYN):
            if segment.window == 0 and not closed:
                marks.add("zero_window")
            closed = segment.window == 0
        if base is None:
            base = segment.sequence
        if top is not None and not segment.span and not segment.flags & RST and distance(segment.sequence, top) == -1:
            # Linux probes with no octet, one below the edge, whether for a closed window or an idle peer.
            marks.add("zero_window_probe" if peer_closed else "keep_alive")
        for piece in segment.pieces():
            again = piece.span and top is not None and not segment.flags & RST and distance(piece.sequence, top) < 0
            sent.append(Transmission(piece, distance(piece.sequence, base), marks | ({"retransmission"} if again else set())))
            end = (piece.sequence + piece.span) & 0xFFFFFFFF
            if piece.span and not segment.flags & RST and (top is None or distance(end, top) > 0):
                top = end
    return sent


def deliver(sent, log):
    """Take from the wire's log how often each transmission was delivered. False when log and capture do not fit together."""
    actions = {entry["index"]: entry for entry in log}
    for index, entry in actions.items():
        if index >= len(sent) or sent[index].piece.sequence != entry["seq"]:
            return False
    for index, each in enumerate(sent):
        action = actions[index]["action"] if index in actions else None
        each.copies = {"drop": 0, "duplicate": 2}.get(action, 1)
    return True


class Ranges:
    """A set of octets: ranges, disjoint and ascending."""

    def __init__(self):
        self.starts, self.ends = [], []

    def add(self, start, end):
        low, high = bisect.bisect_left(self.ends, start), bisect.bisect_right(self.starts, end)
        start, end = min([start] + self.starts[low:high]), max([end] + self.ends[low:high])
        self.starts[low:high], self.ends[low:high] = [start], [end]

    def holds(self, start, end):
        at = bisect.bisect_right(self.starts, start) - 1
        return at >= 0 and self.ends[at] >= end

    def touches(self, start, end):
        at = bisect.bisect_right(self.ends, start)
        return at < len(self.starts) and self.starts[at] < end


def judge_need(sent):
    """A retransmission was needed unless all its octets reached the receiver in earlier transmissions, however late."""
    delivered = Ranges()
    for each in sent:
        start, end = each.start, each.start + each.piece.span
        if "retransmission" in each.marks:
            each.needed = not delivered.holds(start, end)
        if each.copies and each.piece.span and not each.piece.segment.flags & RST:
            delivered.add(start, end)


# --- What the receiver saw


class Labels:
    """Of one capture: what each frame was, by frame number."""

    def __init__(self):
        self.marks = collections.defaultdict(set)
        # Of retransmissions: True, False, or absent when a frame holds both.
        self.needed = {}
        self.sender = {}
        # Retransmissions that arrived in order, with nothing behind them seen before: no octet tells what they are.
        self.silent = set()
        # Octetless segments that the network doubled: nobody has to tell, and who does is right.
        self.doubled_acks = set()
        # Frames in which a card joined what has different labels: not judged.
        self.mixed = set()
        # Packets from the other host that brought octets which had come before, and such that it never sent.
        self.repeats = self.unmatched = 0

    def put(self, segment, marks, needed):
        self.marks[segment.frame] |= marks
        if "retransmission" in marks and needed is not None:
            if self.needed.setdefault(segment.frame, needed) != needed:
                self.mixed.add(segment.frame)

    def frames(self, kind, sender=None):
        return {n for n, marks in self.marks.items() if kind in marks and sender in (None, self.sender[n])}


EXCLUSIVE = {"retransmission", "out_of_order", "network_duplicate"}


def receive(arrived, sent, labels):
    """Label what arrived by what was sent."""
    waiting = collections.defaultdict(list)
    for each in sent:
        copies = 1 if each.copies is None else each.copies
        waiting[each.piece.key].extend((each, copy) for copy in range(copies))
    top, got, base = None, Ranges(), sent[0].piece.sequence if sent else 0
    for segment in arrived:
        for piece in segment.pieces():
            start = distance(piece.sequence, base)
            if piece.span and not segment.flags & RST:
                labels.repeats += got.touches(start, start + piece.span)
                got.add(start, start + piece.span)
            choices = waiting.get(piece.key)
            if choices is None:
                labels.unmatched += 1
                continue
            if choices:
                each, copy = choices.pop(0)
                marks = set(each.marks) if not copy else {"network_duplicate"}
            else:
                each, marks = None, {"network_duplicate"}
            if "network_duplicate" in marks and not piece.span:
                labels.doubled_acks.add(segment.frame)
                marks = set()
            behind = piece.span and top is not None and distance(piece.sequence, top) < 0
            if behind and not marks & EXCLUSIVE:
                marks.add("out_of_order")
            if "retransmission" in marks and not behind:
                labels.silent.add(segment.frame)
            before = labels.marks.get(segment.frame, set()) & EXCLUSIVE
            if before and marks & EXCLUSIVE and before != marks & EXCLUSIVE:
                labels.mixed.add(segment.frame)
            labels.put(segment, marks, each.needed if each else None)
            end = (piece.sequence + piece.span) & 0xFFFFFFFF
            if piece.span and not segment.flags & RST and (top is None or distance(end, top) > 0):
                top = end


# --- A scenario


class Scenario:
    """A scenario with the truth about both its captures."""

    def __init__(self, folder, name):
        self.folder, self.name = folder, name
        with open(os.path.join(folder, f"{name}.truth.json"), encoding="utf-8") as file:
            truth = json.load(file)
        self.kernel = truth["kernel"]
        self.captures = {host: segments(self.path(host), truth["server_port"]) for host in HOSTS}
        self.labels = {host: Labels() for host in HOSTS}
        self.notes = []
        for host in HOSTS:
            self.labels[host].sender = {segment.frame: segment.sender for segment in self.captures[host]}
        self.sent = {}
        for host in HOSTS:
            self.sent[host] = self.follow(host, truth["wire"])
        for host in HOSTS:
            self.check(host)

    def path(self, tap):
        return os.path.join(self.folder, f"{self.name}.{tap}.pcap")

    def follow(self, host, wire):
        """Label all that one host sent, in both captures."""
        sent = transmissions(self.captures[host], host)
        direction = "c>s" if host == "client" else "s>c"
        if not deliver(sent, [entry for entry in wire if entry["direction"] == direction]):
            self.notes.append(f"the wire's log does not fit what {host}'s capture holds; headers alone tell what arrived")
        arrived = [segment for segment in self.captures[other(host)] if segment.sender == host]
        if any(each.copies is None for each in sent):
            keys = collections.Counter(piece.key for segment in arrived for piece in segment.pieces())
            for each in sent:
                each.copies = min(1, keys[each.piece.key])
                keys[each.piece.key] -= each.copies
        judge_need(sent)
        for each in sent:
            self.labels[host].put(each.piece.segment, each.marks, each.needed)
        receive(arrived, sent, self.labels[other(host)])
        if self.labels[other(host)].unmatched:
            self.notes.append(f"{self.labels[other(host)].unmatched} packets from {host} arrived that it never sent")
        return sent

    def check(self, host):
        """Hold what was found against the counters of the kernel."""
        kernel, sent = self.kernel[host], self.sent[host]
        for counter, mark in (("RetransSegs", "retransmission"), ("TCPKeepAlive", "keep_alive"),
                              ("TCPWinProbe", "zero_window_probe"), ("TCPToZeroWindowAdv", "zero_window")):
            found = sum(mark in each.marks for each in sent)
            if found != kernel.get(counter, 0):
                self.notes.append(f"{host}'s kernel counts {kernel.get(counter, 0)} {counter}, its capture holds {found}")
        # Linux counts each run of octets that it reports as come twice; one report may speak of several packets.
        reports, repeats = kernel.get("TCPDSACKOldSent", 0) + kernel.get("TCPDSACKOfoSent", 0), self.labels[host].repeats
        if reports > repeats:
            self.notes.append(f"{host}'s kernel reports {reports} times that octets came twice, its capture holds {repeats}")
        probes = self.triggers(host)["tail_probe"]
        if not 0 <= probes <= kernel.get("TCPLossProbes", 0):
            self.notes.append(f"{host}'s kernel counters leave {probes} retransmissions to its loss probes")

    # --- What the kernel says made it send again

    def triggers(self, host):
        """Retransmitted segments by trigger, from the kernel's counters.

        Linux counts in RetransSegs every segment it sends again, and beside that: in TCPSynRetrans those with SYN; in
        TCPFastRetrans those that SACK, RACK or duplicate ACKs made it repair; in TCPSlowStartRetrans those it repairs after a
        timeout; and in TCPTimeouts each run of a retransmission timer, which repeats one segment. What is left are tail loss
        probes that repeated something: TCPLossProbes counts those with new octets too. The timers of SYNs run in TCPTimeouts as
        well, but a SYN-ACK that answers a repeated SYN needs no timer.
        """
        kernel = collections.Counter(self.kernel[host])
        timeouts = kernel["TCPTimeouts"] - self.syn_timeouts(host)
        kinds = {"syn": kernel["TCPSynRetrans"], "fast": kernel["TCPFastRetrans"], "slow_start": kernel["TCPSlowStartRetrans"],
                 "timeout": timeouts}
        return {**kinds, "tail_probe": kernel["RetransSegs"] - sum(kinds.values())}

    def syn_timeouts(self, host):
        """SYNs and SYN-ACKs that a timer repeated."""
        count, asked, seen = 0, None, False
        for segment in self.captures[host]:
            if not segment.flags & SYN:
                continue
            if segment.sender != host:
                asked = segment.time
            else:
                count += seen and not (asked is not None and segment.time - asked < 0.001)
                seen = True
        return count

    def fins(self, host):
        """Repeated FINs without octets. The kernel counts each as a timeout or a tail loss probe."""
        return sum("retransmission" in each.marks and each.piece.segment.flags & FIN and not each.piece.segment.length
                   for each in self.sent[host])

    # --- How it began and ended

    def handshake(self):
        return "refused" if self.kernel["client"].get("AttemptFails") else "complete"

    def teardown(self):
        """(outcome, which host was first or None, whether both closed before they heard of the other's closing)."""
        reset = any(self.kernel[host].get("EstabResets") for host in HOSTS)
        flag = FIN | RST if reset else FIN
        sent, heard = {}, {}
        for host in HOSTS:
            for segment in self.captures[host]:
                if segment.flags & flag:
                    (sent if segment.sender == host else heard).setdefault(host, segment.time)
        both = not reset and len(sent) == 2 and all(sent[host] < heard.get(host, float("inf")) for host in HOSTS)
        first = None if both or not sent else min(sent, key=sent.get)
        return "reset" if reset else "closed" if len(sent) == 2 else "open", first, both


def scenarios(folders):
    """(folder, name) of all below the folders."""
    found = []
    for top in folders:
        for folder, _, names in os.walk(top):
            found += [(folder, name[:-len(".truth.json")]) for name in names if name.endswith(".truth.json")]
    return sorted(found)
