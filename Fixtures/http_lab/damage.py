"""Captures that lack something, made of whole ones: frames left out, the beginning cut off, one direction only.

Where each exchange's octets stand follows from the truth (a head ends with an empty line, a body has wire_body_bytes), so that
what is left of each exchange is known, and not guessed: `lost` names the parts that lack octets.
"""

import json
import os

import document as written
from capture import Capture


def parts(content, bodies):
    """For each message, given its body's length, the ranges of its head and its body."""
    place, found = 0, []
    for body in bodies:
        end = content.index(b"\r\n\r\n", place) + 4
        found.append(((place, end), (end, end + body)))
        place = end + body
    return found


def messages(flow, streams):
    """Per exchange, the ranges of its four parts, and the direction of each."""
    ends = (flow["client"]["address"], flow["client"]["port"], flow["server"]["address"], flow["server"]["port"])
    back = ends[2:] + ends[:2]
    requests = parts(streams[ends][0], [exchange.get("request_body_bytes", 0) for exchange in flow["exchanges"]])
    responses = parts(streams[back][0], [exchange["wire_body_bytes"] for exchange in flow["exchanges"]])
    return [{"request": (ends, (request[0][0], request[1][1])), "response_head": (back, response[0]),
             "response_body": (back, response[1])} for request, response in zip(requests, responses)]


def damage(folder, name, base, what, choose):
    """`choose` gets the capture, its streams and each flow's messages, and says which frames (from 0) to leave out."""
    capture = Capture(os.path.join(folder, base + ".pcap"))
    with open(os.path.join(folder, base + ".truth.json")) as file:
        document = json.load(file)
    streams = capture.streams()
    places = [messages(flow, streams) for flow in document["flows"]]
    missing = set(choose(capture, streams, places))
    for flow, exchanges in zip(document["flows"], places):
        for exchange, ranges in zip(flow["exchanges"], exchanges):
            lost = [part for part, (direction, (start, end)) in ranges.items()
                    if any(number in missing and first < end and start < last for number, first, last in streams[direction][1])]
            whole = [part for part, (direction, (start, end)) in ranges.items() if end > start and all(
                number in missing for number, first, last in streams[direction][1] if first < end and start < last)]
            if base == "nginx-pipelining":
                # Its clients never wait, so behind a hole no position tells whose a response is.
                exchange["pipelined"] = True
            if lost:
                exchange["lost"] = lost
                exchange["lost_whole"] = whole
    document = {"shows": what, "damage": {"base": base, "frames_left_out": [number + 1 for number in sorted(missing)]}} | {
        key: value for key, value in document.items() if key != "shows"}
    capture.write(os.path.join(folder, name + ".pcap"),
                  [frame for number, frame in enumerate(capture.frames) if number not in missing])
    written.write(os.path.join(folder, name + ".truth.json"), document)
    print(f"{name}: {len(missing)} frames left out of {base}")


def holding(streams, place, fraction=0.0):
    """The frame with the octet at a fraction of a part."""
    direction, (start, end) = place
    octet = start + int((end - start - 1) * fraction)
    return next(number for number, first, last in streams[direction][1] if first <= octet < last)


def all_of(folder):
    def lost(exchange, part, fraction=0.0, flow=0):
        return lambda capture, streams, places: [holding(streams, places[flow][exchange][part], fraction)]

    def beginning(capture, streams, places):
        return range(holding(streams, places[0][1]["response_body"], 0.5))

    def direction(part):
        def chosen(capture, streams, places):
            return [number for flow in places for number, *_ in streams[flow[0][part][0]][1]]
        return chosen

    for name, base, what, choose in (
            ("gap-response-body", "nginx-keepalive", "A segment in the middle of a body is missing; Content-Length says where it ends.",
             lost(12, "response_body", 0.5)),
            ("gap-response-head", "nginx-keepalive", "A whole response is missing among many: the 301.",
             lost(3, "response_head")),
            ("gap-request", "nginx-keepalive", "A whole request is missing among many: GET /found. Its response is there.",
             lost(4, "request")),
            ("gap-chunked", "nginx-encodings", "A segment with a chunked, compressed body's end is missing.",
             lost(2, "response_body", 0.9)),
            ("gap-pipelined", "nginx-pipelining", "A segment of many pipelined responses is missing: its exchanges, not others.",
             lost(12, "response_head", flow=1)),
            ("gap-pipelined-request", "nginx-pipelining", "The segment with the last three of 33 pipelined requests is missing.",
             lost(31, "request", flow=1)),
            ("start-missing", "nginx-keepalive", "The capture begins in the middle of the second response's body.", beginning),
            ("client-missing", "nginx-keepalive", "Only the server's octets: no request was captured.", direction("request")),
            ("server-missing", "nginx-keepalive", "Only the client's octets: no response was captured.",
             direction("response_head"))):
        damage(folder, name, base, what, choose)
