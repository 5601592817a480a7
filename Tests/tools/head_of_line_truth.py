"""How long streams were held by losses that were not theirs: from when octets came, by the capture, to when the program got them.

An octet that TCP could not hand on because of a hole before it waited for the segment that filled the hole. When it came is in the
receiver's capture; when it was handed on, the program that received it noted. A stream is held from when all of it that it needed
itself was there.
"""

import bisect
import os
import struct
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
sys.path.append(os.path.join(ROOT, "Fixtures/lab"))

from capture import Capture


def times(capture):
    """Of each frame, in seconds."""
    return [seconds + micro / 1e6 for seconds, micro in (struct.unpack_from("<II", frame) for frame in capture.frames)]


def ranges(capture, truth):
    """The server's segments: number of the frame (from 1), time, and the range of its stream."""
    moments = times(capture)
    for (_, source, _, target), (_, found) in capture.streams().items():
        if (source, target) == (truth["server_port"], truth["client_port"]):
            return [(number + 1, moments[number], start, end) for number, start, end in found]
    return []


def pieces(segments):
    """Runs of octets by the segment that brought them first, in the order of the stream."""
    found = []
    for number, moment, start, end in segments:
        holes = [(start, end)]
        for _, _, begin, last in found:
            holes = [part for first, second in holes for part in ((first, min(second, begin)), (max(first, last), second))
                     if part[0] < part[1]]
        found += [(number, moment, first, second) for first, second in holes]
    return sorted(found, key=lambda piece: piece[2])


def events(capture, truth):
    """By (the repair's frame, stream): when the stream's first held octet waited from and to, and how many octets of it did."""
    found, latest, needed = {}, None, {}
    runs = pieces(ranges(capture, truth))
    frames = truth["frames"]
    starts = [start for _, _, start, _ in frames]
    for number, moment, start, end in runs:
        if latest is None or moment >= latest[1]:
            latest = (number, moment, start, end)
        place = max(0, bisect.bisect_right(starts, start) - 1)
        while place < len(frames) and frames[place][2] < end:
            _, stream, begin, last = frames[place]
            place += 1
            first, second = max(begin, start), min(last, end)
            if first >= second or not stream:
                continue
            # When, and by which octet, the stream had all of its own.
            needed[stream] = max((moment, first), needed.get(stream, (0, 0)))
            since, waiting = needed[stream]
            if number == latest[0] or since >= latest[1]:
                continue
            event = found.setdefault((latest[0], stream), {
                "repaired": latest[2], "arrived": latest[1], "from": since, "to": delivered(truth, first), "bytes": 0,
                "waiting": waiting})
            event["bytes"] += second - first
    return found


def delivered(truth, octet):
    """When the program had it."""
    counts = [count for _, count in truth["receives"]]
    place = bisect.bisect_right(counts, octet)
    return truth["receives"][place][0] if place < len(counts) else None


def at_sender(capture, truth, events):
    """The same events by the sender's clock: less the time that the wire took for the repair, more that for what waited for it."""
    segments, moved = ranges(capture, truth), {}
    for key, event in events.items():
        repair, held = (sent(segments, octet, arrived) for octet, arrived in
                        ((event["repaired"], event["arrived"]), (event["waiting"], event["from"])))
        moved[key] = event | {"from": held, "to": repair + event["to"] - event["arrived"]}
    return moved


def sent(segments, octet, arrived):
    """When what arrived then was sent."""
    return max(moment for _, moment, start, end in segments if start <= octet < end and moment <= arrived)


def repairs(capture, truth):
    """Where in the server's stream the octets of each frame of a capture begin."""
    return {number: (start, end) for number, _, start, end in ranges(capture, truth)}
