"""Conversations of two sides, each by Python's h2: what one server or client alone would not show."""

import random
import time

from h2.settings import SettingCodes
from hpack import HeaderTuple, NeverIndexedHeaderTuple

GREASE_SETTING, GREASE_FRAME = 0x1A2A, 0x2A + 0x1F
HEADER_TABLE_SIZE, MAX_CONCURRENT, INITIAL_WINDOW = (
    SettingCodes.HEADER_TABLE_SIZE, SettingCodes.MAX_CONCURRENT_STREAMS, SettingCodes.INITIAL_WINDOW_SIZE)


def request(path, method="GET", *more, scheme="http"):
    return [(":method", method), (":scheme", scheme), (":authority", "origin.test"), (":path", path), *more]


def response(status, *more):
    return [(":status", str(status)), *more]


def going(last_stream, code, debug):
    return last_stream.to_bytes(4, "big") + code.to_bytes(4, "big") + debug


class Frames:
    """Pings both ways, one that nobody answers in time, settings and frames that nobody knows, ALTSVC, ORIGIN, PRIORITY_UPDATE, and a
    GOAWAY with debug data before the last one."""

    client_settings = {HEADER_TABLE_SIZE: 4096, MAX_CONCURRENT: 7, INITIAL_WINDOW: 70_000, GREASE_SETTING: 0xA5A5}
    server_settings = {MAX_CONCURRENT: 33, GREASE_SETTING: 1}

    @staticmethod
    def client(peer):
        peer.raw(GREASE_FRAME, payload=b"nothing to see here")
        peer.raw(16, payload=(1).to_bytes(4, "big") + b"u=1, i")
        peer.headers(1, request("/first", "GET", ("priority", "u=1, i")), end=True)
        peer.do("ping", b"abcdefgh")
        peer.wait("PingAckReceived")
        peer.raw(GREASE_FRAME, stream=1, payload=bytes(range(40)), flags=0xFF)
        peer.raw(16, payload=(1).to_bytes(4, "big") + b"u=7")
        peer.wait("StreamEnded", 1)
        peer.headers(3, request("/second"), end=True)
        peer.wait("StreamEnded", 3)
        peer.do("prioritize", 5, weight=200, depends_on=3, exclusive=True)
        peer.do("ping", b"\0\1\2\3\4\5\6\xff")
        peer.wait("PingAckReceived")
        peer.wait("ConnectionTerminated")
        peer.raw(7, payload=going(0, 2, b"that will do, says the client \xe2\x98\x83"))

    @staticmethod
    def server(peer):
        peer.wait("RequestReceived", 1)
        peer.do("ping", b"01234567")
        peer.wait("PingAckReceived")
        peer.do("advertise_alternative_service", b'h3=":443"; ma=60', origin=b"http://origin.test")
        peer.do("advertise_alternative_service", b"clear", stream_id=1)
        peer.raw(12, payload=b"".join(len(name).to_bytes(2, "big") + name for name in (b"https://a.test", b"https://b.test:8443")))
        peer.headers(1, response(200))
        peer.data(1, b"first\n", end=True)
        peer.wait("RequestReceived", 3)
        peer.headers(3, response(204), end=True)
        peer.wait("PingReceived")
        peer.wait("PingReceived")
        # An announcement, then the end; with h2's own its state would allow but one.
        peer.raw(7, payload=going(0x7FFFFFFF, 0, b"going away soon"))
        peer.raw(7, payload=going(3, 11, b"calm down"))


class Resets:
    """A stream reset with each code, by the client and by the server: before the answer, in the midst of it, and of a request's body;
    codes that nobody has named, too."""

    CODES = [*range(14), 0x77, 0xFFFFFFFF]

    @staticmethod
    def client(peer):
        for number, code in enumerate(Resets.CODES):
            stream = 1 + 2 * number
            if number % 2:
                peer.headers(stream, request(f"/by-client?{code}"), end=True)
                if number % 4 == 1:
                    peer.wait("DataReceived", stream)
                peer.do("reset_stream", stream, code)
                # The answer to it would be a frame of a closed stream.
                peer.do("ping", stream.to_bytes(8, "big"))
                peer.wait("PingAckReceived")
            else:
                peer.headers(stream, request(f"/by-server?{code}", "POST"), end=number % 4 == 0)
                if number % 4:
                    peer.data(stream, b"half of it")
                peer.wait("StreamReset", stream)

    @staticmethod
    def server(peer):
        for number, code in enumerate(Resets.CODES):
            stream = 1 + 2 * number
            peer.wait("RequestReceived", stream)
            if number % 2:
                if number % 4 == 1:
                    peer.headers(stream, response(200, ("content-length", "100")))
                    peer.data(stream, b"not all")
                peer.wait("PingReceived")
            else:
                if number % 4:
                    peer.wait("DataReceived", stream)
                if number % 8 == 0:
                    peer.headers(stream, response(200))
                    peer.data(stream, b"so far")
                peer.do("reset_stream", stream, code)


class StreamWindow:
    """A server that may not go on: its stream's window of 16 KiB is used up, and opened late, by WINDOW_UPDATE and by SETTINGS."""

    client_settings = {INITIAL_WINDOW: 16_384}
    client_reads = False
    PAUSES = (0.30, 0.12, 0.05)

    @staticmethod
    def client(peer):
        peer.headers(1, request("/blocked"), end=True)
        received(peer, 1, 16_384)
        for pause in StreamWindow.PAUSES:
            time.sleep(pause)
            peer.do("increment_flow_control_window", 10_000, 1)
            received(peer, 1, 10_000)
        time.sleep(0.2)
        peer.do("update_settings", {INITIAL_WINDOW: 40_000})
        peer.wait("StreamEnded", 1)
        # What never waits: a small answer.
        peer.headers(3, request("/free"), end=True)
        peer.wait("StreamEnded", 3)

    @staticmethod
    def server(peer):
        peer.wait("RequestReceived", 1)
        peer.headers(1, response(200))
        peer.data(1, random.Random(1).randbytes(60_000), end=True)
        peer.wait("RequestReceived", 3)
        peer.headers(3, response(200))
        peer.data(3, b"free\n", end=True)


class ConnectionWindow:
    """Three answers share the connection's window of 64 KiB, which is used up and opened late; the streams' own are large. A request's
    body meets the same."""

    client_settings = {INITIAL_WINDOW: 1 << 20}
    client_reads = False
    server_settings = {INITIAL_WINDOW: 1 << 20}
    server_reads = False

    @staticmethod
    def client(peer):
        for stream in (1, 3, 5):
            peer.headers(stream, request(f"/shared?{stream}"), end=True)
        received(peer, None, 65_535)
        time.sleep(0.25)
        peer.do("increment_flow_control_window", 30_000)
        received(peer, None, 30_000)
        time.sleep(0.1)
        peer.do("increment_flow_control_window", 1 << 20)
        for stream in (1, 3, 5):
            peer.wait("StreamEnded", stream)
        peer.headers(7, request("/upload", "POST"))
        peer.data(7, bytes(80_000), end=True)
        peer.wait("StreamEnded", 7)

    @staticmethod
    def server(peer):
        for stream in (1, 3, 5):
            peer.wait("RequestReceived", stream)
            peer.headers(stream, response(200))
        peer.share({stream: bytes([stream]) * 40_000 for stream in (1, 3, 5)}, 8_000)
        peer.wait("RequestReceived", 7)
        received(peer, 7, 65_535)
        time.sleep(0.2)
        peer.do("increment_flow_control_window", 40_000)
        peer.wait("StreamEnded", 7)
        peer.headers(7, response(201), end=True)


def received(peer, stream, octets):
    while octets > 0:
        event = peer.wait("DataReceived", stream)
        octets -= event.flow_controlled_length


class Interim:
    """103 twice and 102 before answers; 100 before a body is sent; trailers behind a request's body, and an answer's; padded DATA and
    an empty DATA with END_STREAM."""

    @staticmethod
    def client(peer):
        peer.headers(1, request("/hints"), end=True)
        peer.wait("StreamEnded", 1)
        peer.headers(3, request("/upload", "PUT", ("expect", "100-continue"), ("trailer", "x-sum")))
        peer.wait("InformationalResponseReceived", 3)
        peer.data(3, b"the whole of it, padded", padding=37)
        peer.headers(3, [("x-sum", "0badcafe"), ("x-late", "yes")], end=True)
        peer.wait("StreamEnded", 3)

    @staticmethod
    def server(peer):
        peer.wait("RequestReceived", 1)
        for status, link in ((103, "</a.css>; rel=preload"), (102, None), (103, "</b.js>; rel=preload")):
            peer.headers(1, response(status, *([("link", link)] if link else [])))
            time.sleep(0.05)
        peer.headers(1, response(200, ("content-type", "text/plain")))
        peer.data(1, b"hints first\n", padding=200)
        peer.data(1, b"", end=True)
        peer.wait("RequestReceived", 3)
        peer.headers(3, response(100))
        peer.wait("StreamEnded", 3)
        peer.headers(3, response(200, ("trailer", "x-checked")))
        peer.data(3, b"taken\n")
        peer.headers(3, [("x-checked", "0badcafe")], end=True)


class Tables:
    """Header compression: tables of no size, of a small one and of a large one, changed while the connection runs; the same fields
    again and again, values that push others out, and fields that are never to be indexed."""

    @staticmethod
    def fields(number):
        return (("x-same", "the same every time"), ("x-other", f"{number}" * 30), ("cookie", f"a={number % 3}"), ("cookie", "b=2"),
                NeverIndexedHeaderTuple("authorization", f"Bearer s3cr3t-{number}"),
                HeaderTuple("x-octets", "gr\u00f6\u00dfer"), ("x-empty", ""))

    @staticmethod
    def client(peer):
        for number in range(24):
            stream = 1 + 2 * number
            if number in (6, 12, 18):
                peer.do("update_settings", {HEADER_TABLE_SIZE: {6: 0, 12: 200, 18: 65_536}[number]})
                peer.wait("SettingsAcknowledged")
            peer.headers(stream, request(f"/tables/{number}", "GET", *Tables.fields(number)), end=True)
            peer.wait("StreamEnded", stream)

    @staticmethod
    def server(peer):
        for number in range(24):
            stream = 1 + 2 * number
            if number in (9, 15):
                peer.do("update_settings", {HEADER_TABLE_SIZE: {9: 0, 15: 1000}[number]})
            peer.wait("RequestReceived", stream)
            peer.headers(stream, response(200, *Tables.fields(number), ("set-cookie", f"session=s3cr3t-{number}; HttpOnly")), end=True)


class Many:
    """A block of 300 fields, in HEADERS and CONTINUATION, both ways; a field's value of 20,000 octets."""

    @staticmethod
    def fields(word):
        return [(f"x-{word}-{number}", f"{word} " * (number % 40)) for number in range(300)] + [("x-long", "long" * 5_000)]

    @staticmethod
    def client(peer):
        for stream in (1, 3):
            peer.headers(stream, request("/many", "GET", *Many.fields("asks")), end=True)
            peer.wait("StreamEnded", stream)

    @staticmethod
    def server(peer):
        for stream in (1, 3):
            peer.wait("RequestReceived", stream)
            peer.headers(stream, response(200, *Many.fields("says")), end=True)


class Pushes:
    """Promises: one that is kept, one that the client resets, one that the server never keeps; and a push whose answer waits."""

    @staticmethod
    def client(peer):
        peer.headers(1, request("/page"), end=True)
        peer.wait("PushedStreamReceived")
        peer.wait("PushedStreamReceived")
        peer.do("reset_stream", 4, 8)
        for stream in (1, 2):
            peer.wait("StreamEnded", stream)
        peer.wait("StreamReset", 6)

    @staticmethod
    def server(peer):
        peer.wait("RequestReceived", 1)
        for promised, path in ((2, "/style.css"), (4, "/unwanted"), (6, "/never")):
            peer.do("push_stream", 1, promised, request(path, "GET", ("accept", "text/css")))
        peer.headers(1, response(200))
        peer.data(1, b"<page>\n", end=True)
        peer.wait("StreamReset", 4)
        peer.headers(2, response(200, ("content-type", "text/css")))
        peer.data(2, b"body {}\n", end=True)
        peer.do("reset_stream", 6, 7)
