"""An HTTP/1 server that writes what other servers will not, and logs it from its own side of the socket.

    raw_server.py ADDRESS PORT LOG

Requests are read leniently (bare LF, folded lines, any method); the path chooses the answer (ANSWERS). Needs zstandard.
"""

import asyncio
import gzip
import json
import random
import sys
import time
import zlib

import zstandard

TEXT = b"".join(b"%d: the same words in every line, so that compression has something to do\n" % number for number in range(120))
CRLF = b"\r\n"


class Exchange:
    """One request, and the answer as it is written."""

    def __init__(self, log, reader, writer):
        self.reader, self.writer = reader, writer
        self.record = log
        self.started = time.monotonic()
        self.close = False

    async def head(self, status, *headers, reason=b"OK", end=CRLF, body=b""):
        """A final response's head, with as much of the body in one write. Octets after it are body."""
        line = b"HTTP/1.1 " + str(status).encode() + (b" " + reason if reason is not None else b"")
        facts = {"status": status, "reason": (reason or b"").decode("utf-8", "backslashreplace"), "wire_body_bytes": len(body),
                        "wait_s": round(time.monotonic() - self.started, 3)}
        await self.write(line + end + b"".join(header + end for header in headers) + end + body)
        self.record |= facts
        self.answered = time.monotonic()

    async def interim(self, status, *headers, reason=b"Early Hints"):
        # The first octet that the client hears is this one.
        self.record.setdefault("interim", []).append(status)
        await self.write(b"HTTP/1.1 %d %s\r\n" % (status, reason) + b"".join(header + CRLF for header in headers) + CRLF)

    async def body(self, octets):
        self.record["wire_body_bytes"] += len(octets)
        await self.write(octets)

    async def chunk(self, octets, extension=b""):
        await self.body(b"%x%s\r\n%s\r\n" % (len(octets), extension, octets))

    async def last_chunk(self, *trailers, extension=b""):
        self.record["trailers"] = [header.decode("latin-1") for header in trailers]
        await self.body(b"0" + extension + CRLF + b"".join(header + CRLF for header in trailers) + CRLF)

    async def whole(self, octets, *headers, status=200, reason=b"OK"):
        body = b"" if self.record["method"] == "HEAD" else octets
        self.sizes(len(body))
        await self.head(status, b"Content-Length: %d" % len(octets), *headers, reason=reason, body=body)

    def sizes(self, body, encoded=None):
        self.record["body_bytes"] = body
        if encoded is not None:
            self.record["encoded_body_bytes"] = encoded

    async def write(self, octets):
        self.writer.write(octets)
        await self.writer.drain()


# --- Answers


async def echo(x):
    await x.whole(f"{x.record['method']} {x.record['target']}\n".encode("utf-8", "backslashreplace"), b"Content-Type: text/plain")


async def chunked(x):
    """Chunk extensions, a chunk of one octet, a long one, hexadecimal in both cases with leading zeros, trailers."""
    await x.head(200, b"Transfer-Encoding: chunked", b"Trailer: X-Checksum, X-Late", b"Content-Type: text/plain")
    await x.chunk(TEXT[:1], b";first")
    await x.chunk(TEXT[1:4000], b';note="a; quoted ""value";x=1')
    await x.body(b"000FA0\r\n" + TEXT[4000:8000] + CRLF)
    await x.chunk(TEXT[8000:])
    await x.last_chunk(b"X-Checksum: %08x" % zlib.crc32(TEXT), b"X-Late: yes", extension=b";last")
    x.sizes(len(TEXT), len(TEXT))


async def drip(x):
    """Chunks of one octet, each in a segment of its own."""
    await x.head(200, b"Transfer-Encoding: chunked")
    for octet in b"drop by drop":
        await x.chunk(bytes([octet]))
        await asyncio.sleep(0.005)
    await x.last_chunk()
    x.sizes(12)


def raw_deflate(octets):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(octets) + packer.flush()


CODINGS = {
    "/gzip": (b"gzip", gzip.compress(TEXT, mtime=0)),
    "/x-gzip": (b"x-gzip", gzip.compress(TEXT, mtime=0)),
    "/gzip-members": (b"gzip", gzip.compress(TEXT[:3000], mtime=0) + gzip.compress(TEXT[3000:], mtime=0)),
    "/deflate-zlib": (b"deflate", zlib.compress(TEXT)),
    "/deflate-raw": (b"deflate", raw_deflate(TEXT)),
    "/zstd": (b"zstd", zstandard.ZstdCompressor().compress(TEXT)),
    "/twice": (b"deflate, gzip", gzip.compress(zlib.compress(TEXT), mtime=0)),
    "/identity": (b"identity", TEXT),
}


async def coded(x):
    coding, octets = CODINGS[x.path]
    await x.whole(octets, b"Content-Encoding: " + coding, b"Content-Type: text/plain; charset=utf-8")
    x.sizes(0 if x.record["method"] == "HEAD" else len(TEXT))


async def coded_chunked(x):
    octets = gzip.compress(TEXT, mtime=0)
    await x.head(200, b"Content-Encoding: gzip", b"Transfer-Encoding: chunked")
    for start in range(0, len(octets), 37):
        await x.chunk(octets[start:start + 37])
    await x.last_chunk()
    x.sizes(len(TEXT), len(octets))


async def early(x):
    await x.interim(103, b"Link: </style.css>; rel=preload; as=style")
    await asyncio.sleep(0.3)
    await x.whole(b"<link rel=stylesheet href=/style.css>\n", b"Content-Type: text/html")


async def interims(x):
    await x.interim(102, reason=b"Processing")
    await asyncio.sleep(0.1)
    await x.interim(103, b"Link: </a.js>; rel=preload")
    await x.interim(103, b"Link: </b.js>; rel=preload")
    await asyncio.sleep(0.1)
    await x.whole(b"at last\n")


async def until_close(x):
    await x.head(200, b"Content-Type: text/plain")
    await x.body(TEXT)
    x.sizes(len(TEXT))
    x.close = True


async def slow(x):
    await asyncio.sleep(float(x.query or "0.4"))
    await x.whole(b"slowly\n")


async def poll(x):
    await asyncio.sleep(1.2)
    await x.whole(b'{"news": "after a while"}\n', b"Content-Type: application/json")


async def short(x):
    """Less than Content-Length promised."""
    await x.head(200, b"Content-Length: 1000")
    await x.body(TEXT[:400])
    x.record["complete"] = False
    x.close = True


async def short_chunked(x):
    await x.head(200, b"Transfer-Encoding: chunked")
    await x.body(b"3e8\r\n" + TEXT[:500])
    x.record["complete"] = False
    x.close = True


async def timeout(x):
    await x.whole(b"", b"Connection: close", status=408, reason=b"Request Timeout")
    x.close = True


async def upgrade(x):
    """To a protocol of its own: every octet comes back until the client ends. With /wrong-accept it claims to be a WebSocket."""
    name = b"websocket" if x.path == "/wrong-accept" else b"weir-echo/1"
    accept = [b"Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA="] if name == b"websocket" else []
    await x.head(101, b"Upgrade: " + name, b"Connection: Upgrade", *accept, reason=b"Switching Protocols")
    del x.record["wire_body_bytes"]
    while octets := await x.reader.read(65536):
        await x.write(octets)
    x.close = True


# --- Server-sent events

EVENTS = [
    (0, {"data": "first"}),
    (0.1, {"id": "1", "event": "price", "data": '{"weir": 1}'}),
    (0.3, {"id": "2", "event": "price", "data": "two\nlines"}),
    (0, {"retry": "5000"}),
    (0, {"comment": " keep-alive"}),
    (0.2, {"id": "3", "data": ""}),
    (0, {"id": "ü", "event": "größe", "data": "x" * 3000}),
]


def event(fields, end="\n"):
    lines = []
    for name, value in fields.items():
        start = ":" if name == "comment" else f"{name}: "
        lines += [start + part for part in value.split("\n")]
    return "".join(line + end for line in lines + [""]).encode()


async def events(x):
    """Chunked. /events-close is delimited by the connection's end, with CRLF; /events-gzip is compressed, flushed an event."""
    compressed, closed = x.path.endswith("gzip"), x.path.endswith("close")
    headers = [b"Content-Type: text/event-stream;charset=utf-8", b"Cache-Control: no-cache"]
    headers += [b"Content-Encoding: gzip"] if compressed else []
    headers += [b"Connection: close"] if closed else [b"Transfer-Encoding: chunked"]
    await x.head(200, *headers)
    packer = zlib.compressobj(wbits=31)
    decoded = encoded = 0
    x.record["events"] = []
    for pause, fields in EVENTS:
        await asyncio.sleep(pause)
        octets = event(fields, "\r\n" if closed else "\n")
        decoded += len(octets)
        if "data" in fields:
            x.record["events"].append({"event": fields.get("event", "message"), "id": fields.get("id"),
                                       "bytes": len(fields["data"].encode()), "after_s": round(time.monotonic() - x.answered, 3)})
        if compressed:
            octets = packer.compress(octets) + packer.flush(zlib.Z_SYNC_FLUSH)
        encoded += len(octets)
        await (x.body(octets) if closed else x.chunk(octets))
    if compressed:
        octets = packer.flush()
        encoded += len(octets)
        await x.chunk(octets)
    if not closed:
        await x.last_chunk()
    x.close = closed
    x.sizes(decoded, None if closed else encoded)


# --- Oddities


async def bare(x):
    await x.head(200, b"Content-Length: 5", b"X-Line-Ends: LF", end=b"\n")
    await x.body(b"bare\n")
    x.sizes(5)


async def folded(x):
    await x.head(200, b"Content-Length: 7", b"X-Folded: one\r\n two\r\n\tthree", b"X-Octets: gr\xf6\xdfer \xff",
                 b"X-Utf8: " + "größer".encode(),
                 b"X-Empty:", b"X-Spaced:    a  b   ", b"X-Twice: 1", b"x-twice: 2")
    await x.body(b"folded\n")
    x.sizes(7)


async def no_reason(x):
    await x.head(200, b"Content-Length: 3", reason=None)
    await x.body(b"ok\n")
    x.sizes(3)


async def strange_status(x):
    await x.whole(b"what?\n", status=799, reason=b"Non Standard \xe2\x98\x83")


async def not_modified(x):
    """304 tells the length that 200 would have; no body follows."""
    await x.head(304, b"Content-Length: 5000", b'ETag: "x"', reason=b"Not Modified")
    x.sizes(0)


async def reset_content(x):
    await x.head(205, b"Content-Length: 0", reason=b"Reset Content")
    x.sizes(0)


async def same_length_twice(x):
    await x.head(200, b"Content-Length: 6", b"Content-Length: 6")
    await x.body(b"twice\n")
    x.sizes(6)


async def both_lengths(x):
    """Content-Length and chunked: chunked counts (RFC 9112 6.3), and it smells of smuggling."""
    await x.head(200, b"Content-Length: 3", b"Transfer-Encoding: chunked")
    await x.chunk(b"chunked counts\n")
    await x.last_chunk()
    x.sizes(15)


async def many_headers(x):
    await x.head(200, *(b"X-Header-%d: %s" % (number, b"v" * (number % 90)) for number in range(150)), b"Content-Length: 5")
    await x.body(b"many\n")
    x.sizes(5)


ANSWERS = {
    "/chunked": chunked, "/drip": drip, "/gzip-chunked": coded_chunked, "/early": early, "/interims": interims,
    "/until-close": until_close, "/slow": slow, "/poll": poll, "/short": short, "/short-chunked": short_chunked,
    "/timeout": timeout, "/upgrade": upgrade, "/wrong-accept": upgrade,
    "/events": events, "/events-close": events, "/events-gzip": events, "/bare": bare, "/folded": folded,
    "/no-reason": no_reason, "/strange-status": strange_status, "/not-modified": not_modified,
    "/reset-content": reset_content, "/same-length-twice": same_length_twice, "/both-lengths": both_lengths,
    "/many-headers": many_headers,
} | dict.fromkeys(CODINGS, coded)


# --- The connection


async def line(reader):
    return await reader.readuntil(b"\n")


async def request(reader):
    """The request line's three parts, and the headers as a list of pairs; None at the connection's end."""
    first = b"\r\n"
    while first.strip() == b"":
        try:
            first = await line(reader)
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
    headers = []
    while (read := await line(reader)).strip(b"\r\n"):
        if read[:1] in b" \t" and headers:
            headers[-1] = (headers[-1][0], headers[-1][1] + b" " + read.strip())
        else:
            name, _, value = read.partition(b":")
            headers.append((name.lower(), value.strip()))
    return first.strip(b"\r\n").split(b" "), headers


async def body(reader, headers):
    """Octets on the wire, and octets without chunked framing."""
    fields = dict(headers)
    if b"chunked" in fields.get(b"transfer-encoding", b"").lower():
        wire = size = 0
        while True:
            read = await line(reader)
            wire += len(read)
            count = int(read.split(b";")[0].strip(), 16)
            if count == 0:
                break
            await reader.readexactly(count)
            wire += count + len(await line(reader))
            size += count
        while (read := await line(reader)).strip():
            wire += len(read)
        return wire + len(read), size
    length = int(fields.get(b"content-length", b"0"))
    await reader.readexactly(length)
    return length, length


def decoded(octets):
    return octets.decode("utf-8", errors="backslashreplace")


async def serve(reader, writer, file):
    client, server = writer.get_extra_info("peername")[:2], writer.get_extra_info("sockname")[:2]
    record = None
    try:
        while found := await request(reader):
            parts, headers = found
            record = {"client": list(client), "server": list(server), "method": decoded(parts[0]),
                      "target": decoded(b" ".join(parts[1:-1])), "version": decoded(parts[-1]),
                      "request_headers": {decoded(name): decoded(value) for name, value in headers}}
            exchange = Exchange(record, reader, writer)
            expected = dict(headers).get(b"expect")
            path, _, exchange.query = record["target"].partition("?")
            exchange.path = path
            if expected == b"100-continue":
                await exchange.interim(100, reason=b"Continue")
            record["request_wire_body_bytes"], record["request_body_bytes"] = await body(reader, headers)
            exchange.started = time.monotonic()
            await ANSWERS.get(path, echo)(exchange)
            file.write(json.dumps(record) + "\n")
            closing = exchange.close or parts[-1] == b"HTTP/1.0"
            record = None
            if closing or dict(headers).get(b"connection", b"").lower() == b"close":
                break
    except (ConnectionError, asyncio.IncompleteReadError) as error:
        # What the client did not wait for, or did not send.
        if record:
            left = {"complete": False} if "status" in record else {"answered": False}
            file.write(json.dumps({"status": 0} | record | left | {"gone": str(error)}) + "\n")
    finally:
        writer.close()


async def main(address, port, path):
    file = open(path, "a", buffering=1)
    server = await asyncio.start_server(lambda reader, writer: serve(reader, writer, file), [address, "fd07::4"], int(port),
                                        limit=2**20)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
