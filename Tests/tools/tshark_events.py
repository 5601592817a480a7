#!/usr/bin/env python3
"""Compare what Weir tells about TCP segments (tcp.events) with tshark's tcp.analysis labels, frame by frame.

    tshark_events.py [--weir PATH] [--only CLASS] [--show N] [--jobs N] FILE-OR-FOLDER...

tshark is not the truth here (tcp_truth.py knows that). Differences are sorted into classes, say "tshark: out_of_order, weir:
retransmission"; each is to be understood once. EXPLANATIONS holds those that are, with the reason and with what must hold for it
to apply; a new one is one entry. Exit status 1 when a difference has no explanation, when nothing was compared, or when no
report tells any event.
"""

import argparse
import collections
import json
import multiprocessing
import os
import subprocess
import sys

# --- What is compared: tshark's labels, by Weir's names

LABELS = {
    "retransmission": "retransmission",
    "fast_retransmission": "fast",
    "spurious_retransmission": "spurious",
    "out_of_order": "out_of_order",
    "lost_segment": "gap",
    "ack_lost_segment": "acked_unseen",
    "duplicate_ack": "duplicate_ack",
    "keep_alive": "keep_alive",
    "keep_alive_ack": "keep_alive_ack",
    "zero_window": "zero_window",
    "zero_window_probe": "zero_window_probe",
    "zero_window_probe_ack": "zero_window_probe_ack",
    "window_full": "window_full",
    "window_update": "window_update",
    "reused_ports": "port_reuse",
}

# Of names in one family a segment has one: they are set against each other. fast and spurious are compared only where both say
# that it is a retransmission.
FAMILIES = [
    {"retransmission", "out_of_order", "network_duplicate", "capture_duplicate", "keep_alive", "zero_window_probe"},
    {"duplicate_ack", "keep_alive_ack", "zero_window_probe_ack", "window_update", "challenge_ack"},
    {"zero_window"}, {"window_full"}, {"gap"}, {"acked_unseen"}, {"port_reuse"}, {"data_after_close"}, {"conflicting_overlap"},
    {"fast", "timeout", "tail_probe"}, {"spurious", "needed"},
]
# What counts nowhere else with Weir, so that it stands against all of tshark's labels.
COPIES = ("capture_duplicate", "network_duplicate")


class Difference:
    """One frame about which the two differ."""

    def __init__(self, path, frame, tshark, weir):
        self.path, self.frame = path, frame
        # The names in question, sorted and joined with "+"; "nothing" when there are none.
        self.tshark, self.weir = "+".join(sorted(tshark)) or "nothing", "+".join(sorted(weir)) or "nothing"

    @property
    def name(self):
        return f"tshark: {self.tshark}, weir: {self.weir}"

    def event(self, *kinds):
        """Weir's event of one of these kinds about the frame, or {}."""
        return next((event for event in self.frame.events if not kinds or event["kind"] in kinds), {})

    @property
    def side(self):
        """Weir's figures of who sent the frame, or {}."""
        return self.frame.flow.get("tcp", {}).get(self.frame.sender, {})


class Frame:
    """A TCP segment as tshark lists it, with Weir's events."""

    __slots__ = ("number", "stream", "port", "length", "flags", "window", "labels", "events", "flow", "sender", "run",
                 "was_closed", "peer_closed")


# --- What is understood: (tshark's names, Weir's, when, why). "*" stands for any; `when` takes the Difference.


def basis(*names):
    return lambda difference: difference.event("retransmission", "out_of_order", "network_duplicate").get("basis") in names


def always(_):
    return True


EXPLANATIONS = [
    ("*", "capture_duplicate", always,
     "the capture holds this transmission twice; tshark does not look for that, and judges the copy"),
    ("*", "network_duplicate", basis("same_segment", "identification", "timestamps"),
     "the network delivered one transmission twice; tshark does not look for that"),
    ("out_of_order", "retransmission", basis("octets_seen"),
     "its octets passed here before, so it was sent again; tshark calls it so by time alone (a round trip, or 3 ms)"),
    ("out_of_order", "retransmission", basis("identification", "timestamps"),
     "its IP identification or timestamp is later than that of segments behind it; tshark goes by time alone"),
    ("retransmission", "out_of_order", basis("identification", "timestamps"),
     "its IP identification or timestamp is older than that of segments behind it; tshark goes by time alone"),
    ("keep_alive", "zero_window_probe", lambda d: d.frame.peer_closed,
     "the other side's window is closed: Linux probes without an octet, one below the edge, as if it were a keep-alive"),
    ("zero_window", "nothing", lambda d: d.frame.was_closed,
     "the window was closed before: Weir tells when it closes, tshark every segment until it opens"),
    ("window_update", "nothing", always,
     "Weir tells of a new window only when the sender had less than a segment of room; tshark, of any change"),
    ("nothing", "duplicate_ack", lambda d: d.event("duplicate_ack").get("d_sack", False),
     "it reports octets that came twice (D-SACK)"),
    ("gap", "nothing", always,
     "the octets ahead of it came later, or an ACK told of them before; tshark tells at the hole, before it can know"),
    ("acked_unseen", "nothing", always,
     "the octets lie in a hole that Weir tells once, as an acknowledged gap, or came after their ACK; tshark tells each ACK"),
    ("nothing", "acked_unseen", lambda d: d.event("acked_unseen").get("length", 0) > 0,
     "it acknowledges octets that the capture lacks; tshark looks at the end of contiguous octets only"),
    ("window_update", "duplicate_ack", always,
     "it carries SACK blocks, or repeats an ACK that does: a duplicate ACK whatever its window (RFC 6675 §2)"),
    ("window_update", "keep_alive_ack", always, "it answers a keep-alive; its window changed meanwhile"),
    ("duplicate_ack", "nothing", always,
     "nothing is under way that could be lost (RFC 5681 §2), or it comes late, behind newer ones, or doubled"),
    ("nothing", "duplicate_ack", always, "something is under way; tshark lost count of it"),
    ("nothing", "spurious", lambda d: d.event("retransmission").get("necessity_from") is not None,
     "a D-SACK, a timestamp or an earlier copy proves it; tshark knows only what was acknowledged before"),
    ("nothing", "fast", always,
     "it answers SACK or duplicate ACKs; tshark asks for two of them, the segment they ask for, and 20 ms"),
    ("nothing", "retransmission", lambda d: d.event("retransmission").get("certainty") == "likely",
     "it comes in order, but its sender's packets before it did not pass: tshark does not look at IP identifications"),
    ("nothing", "retransmission", basis("identification", "timestamps"),
     "its first transmission never passed; its number or timestamp is later than of what came behind it"),
    ("nothing", "zero_window_probe_ack", always,
     "it answers a probe without octets, which tshark calls a keep-alive"),
    ("nothing", "window_full", always, "it reaches the edge of the window; tshark asks for a handshake, or for the last ACK's edge"),
    ("window_full", "nothing", always, "its octets had filled the window before"),
    ("nothing", "data_after_close", always, "tshark has no name for it"),
    ("port_reuse", "nothing", always,
     "a SYN-ACK with another number before any was acknowledged: SYN cookies, or an injection, not another connection"),
    ("zero_window", "nothing", lambda d: not d.frame.flags & 0x10, "a segment without ACK offers no window"),
    ("zero_window", "nothing", lambda d: d.frame.flags & 0x05, "behind a FIN or RST no window is needed"),
    ("nothing", "timeout", always, "tshark has no name for what a timer made its sender repeat"),
    ("nothing", "tail_probe", always, "tshark has no name for tail loss probes"),
    ("nothing", "needed", always, "tshark has no name for it"),
]


def explanation(difference):
    for tshark, weir, when, why in EXPLANATIONS:
        if tshark in ("*", difference.tshark) and weir in ("*", difference.weir) and when(difference):
            return why
    return None


# --- Reading

FIELDS = ["frame.number", "tcp.stream", "ip.src", "ipv6.src", "ip.dst", "ipv6.dst", "tcp.srcport", "tcp.dstport", "tcp.len",
          "tcp.flags", "tcp.window_size_value"] + [f"tcp.analysis.{label}" for label in LABELS]
FIRST_LABEL = len(FIELDS) - len(LABELS)


def tshark_frames(path):
    """Frames with one TCP header, as rows of FIELDS; and how many have several."""
    arguments = ["tshark", "-n", "-r", path, "-Y", "tcp", "-T", "fields", "-o", "tcp.desegment_tcp_streams:FALSE"]
    for field in FIELDS:
        arguments += ["-e", field]
    output = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode(errors="replace")
    rows, several = [], 0
    for line in output.splitlines():
        values = line.split("\t")
        if len(values) != len(FIELDS) or "," in values[1] or not values[1] or "," in values[6]:
            several += 1
            continue
        rows.append(values)
    return rows, several


def weir_flows(program, path):
    done = subprocess.run([program, "report", "--json", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if not done.stdout:
        return None
    return [flow for flow in json.loads(done.stdout)["flows"] if "tcp" in flow]


def ends(flow):
    return frozenset((flow[side]["address"], str(flow[side].get("port"))) for side in ("client", "server"))


class Flows:
    """Weir's flows, to be found by a frame's addresses and number."""

    def __init__(self, flows):
        self.by_ends = collections.defaultdict(list)
        self.events = collections.defaultdict(list)
        self.runs = collections.defaultdict(list)
        for flow in flows:
            self.by_ends[ends(flow)].append(flow)
            for event in flow["tcp"].get("events", []):
                self.events[event["frame"]].append(event)
                if "last_frame" in event:
                    self.runs[(flow["id"], event["sender"])].append(event)

    def run(self, flow, sender, number):
        """The run of duplicate ACKs that began before this frame, and ends with it or later."""
        runs = self.runs.get((flow.get("id"), sender), [])
        return next((run for run in runs if run["frame"] < number <= run["last_frame"]), None)

    def find(self, source, destination, number):
        """The flow, and which side sent the frame."""
        for flow in self.by_ends.get(frozenset((source, destination)), []):
            if flow["first_frame"] <= number <= flow["last_frame"]:
                client = (flow["client"]["address"], str(flow["client"].get("port")))
                return flow, "client" if source == client else "server"
        return {}, None


def frames(rows, flows):
    """The frames, each knowing whether its sender's and its receiver's window were closed before it."""
    closed = {}
    for row in rows:
        frame = Frame()
        frame.number, frame.stream, frame.port = int(row[0]), row[1], row[6]
        innermost = [(row[at] or row[at + 1]).split(",")[-1] for at in (2, 4)]
        source, destination = (innermost[0], row[6]), (innermost[1], row[7])
        frame.length, frame.flags, frame.window = int(row[8] or 0), int(row[9] or "0", 0), int(row[10] or 0)
        frame.labels = {label for label, value in zip(LABELS.values(), row[FIRST_LABEL:]) if value}
        frame.events = flows.events.get(frame.number, [])
        frame.flow, frame.sender = flows.find(source, destination, frame.number)
        frame.run = flows.run(frame.flow, frame.sender, frame.number)
        frame.was_closed = closed.get((frame.stream, source), False)
        frame.peer_closed = closed.get((frame.stream, destination), False)
        if not frame.flags & 0x07:
            closed[(frame.stream, source)] = frame.window == 0
        yield frame


# --- Comparing


def told(frame):
    """Weir's names for the frame."""
    names = set()
    for event in frame.events:
        names.add(event["kind"])
        if event["kind"] == "retransmission":
            names |= {event["trigger"], event["necessity"]} & {"fast", "timeout", "tail_probe", "spurious", "needed"}
    # A run of duplicate ACKs is one event, which names its first and last frame.
    if frame.run and "duplicate_ack" in frame.labels:
        names.add("duplicate_ack")
    return names


def differences(path, frame):
    ours, theirs = told(frame), set(frame.labels)
    if not ("retransmission" in ours and "retransmission" in theirs):
        for names in (ours, theirs):
            names -= {"fast", "timeout", "tail_probe", "spurious", "needed"}
    copies = ours.intersection(COPIES) - theirs
    if copies:
        yield Difference(path, frame, theirs - ours, copies)
        return
    for family in FAMILIES:
        mine, other = (ours - theirs) & family, (theirs - ours) & family
        if mine or other:
            yield Difference(path, frame, other, mine)


def compare(job):
    """Of one file: counts by class (name, reason), examples, how much was compared, events told, frames left out."""
    program, path = job
    found, examples = collections.Counter(), collections.defaultdict(list)
    rows, several = tshark_frames(path)
    flows = weir_flows(program, path)
    if flows is None or not rows:
        return found, examples, 0, 0, several
    index = Flows(flows)
    compared = 0
    for frame in frames(rows, index):
        compared += 1
        for difference in differences(path, frame):
            key = (difference.name, explanation(difference))
            found[key] += 1
            if len(examples[key]) < 3:
                examples[key].append(f"{path} frame {frame.number}")
    return found, dict(examples), compared, sum(map(len, index.events.values())), several


def candidates(places):
    for place in places:
        if os.path.isfile(place):
            yield place
        for folder, _, names in os.walk(place):
            for name in names:
                if name.endswith((".pcap", ".pcapng", ".cap", ".trace", ".snoop")):
                    yield os.path.join(folder, name)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="+", metavar="FILE-OR-FOLDER")
    parser.add_argument("--weir", default=".build/release/weir")
    parser.add_argument("--only", metavar="CLASS", help="classes whose name holds this")
    parser.add_argument("--show", type=int, default=1, help="examples of each class, up to 3 a file")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()

    found, examples, compared, events, several = collections.Counter(), collections.defaultdict(list), 0, 0, 0
    with multiprocessing.Pool(arguments.jobs) as pool:
        jobs = [(arguments.weir, path) for path in sorted(candidates(arguments.places))]
        for counts, samples, frames_compared, told_events, left_out in pool.imap(compare, jobs, chunksize=2):
            found += counts
            for key, places in samples.items():
                examples[key] += places
            compared, events, several = compared + frames_compared, events + told_events, several + left_out

    unexplained = 0
    for (name, why), count in sorted(found.items(), key=lambda item: (item[0][1] is not None, -item[1], item[0][0])):
        if arguments.only and arguments.only not in name:
            continue
        unexplained += count * (why is None)
        print(f"{count:7}  {name}")
        print(f"         {why or 'NOT EXPLAINED'}")
        for place in examples[(name, why)][:arguments.show]:
            print(f"         {place}")
    explained = sum(count for (_, why), count in found.items() if why)
    print(f"\n{compared} frames compared, {several} with several TCP headers left out, {events} events; "
          f"{sum(found.values())} differences, {explained} with a reason given")
    if not compared:
        print("nothing was compared")
    if not events:
        print("no report tells any event")
    sys.exit(1 if unexplained or not compared or not events else 0)


if __name__ == "__main__":
    main()
