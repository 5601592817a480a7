"""One side of an HTTP/2 connection by Python's h2, step by step, and every frame that it received, with the time."""

import json
import socket
import ssl
import struct
import time

import h2.config
import h2.connection
import h2.events

from frames import NAMES

PREFACE = len(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
HEADER = 9


class Peer:
    def __init__(self, link, side, settings=None, reads=True):
        self.socket, self.side = link, side
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(
            client_side=side == "client", header_encoding="utf-8", validate_inbound_headers=False, validate_outbound_headers=False,
            normalize_outbound_headers=False, normalize_inbound_headers=False))
        self.h2.max_inbound_frame_size = 1 << 20
        # Whether DATA is taken at once, and the windows opened again.
        self.reads = reads
        self.other = "server" if side == "client" else "client"
        self.buffer, self.preface = b"", PREFACE if side == "server" else 0
        self.frames, self.events, self.waits, self.more = [], [], [], {}
        self.ended = False
        if settings:
            self.h2.local_settings = h2.settings.Settings(client=side == "client", initial_values=settings)
        self.h2.initiate_connection()
        self.flush()

    # --- Sending

    def flush(self):
        if octets := self.h2.data_to_send():
            self.socket.sendall(octets)

    def headers(self, stream, fields, end=False, **options):
        self.h2.send_headers(stream, fields, end_stream=end, **options)
        self.flush()

    def data(self, stream, octets, end=False, padding=None):
        """As much at a time as the windows allow; notes when they allow nothing."""
        while True:
            room = min(self.h2.local_flow_control_window(stream), self.h2.max_outbound_frame_size) - (padding + 1 if padding else 0)
            if octets and room <= 0:
                self.wait_for_window(stream)
                continue
            part, octets = octets[:room], octets[room:]
            self.h2.send_data(stream, part, end_stream=end and not octets, pad_length=padding)
            self.flush()
            if not octets:
                return

    def wait_for_window(self, *streams):
        """Until one of them may go on; all of them would."""
        exhausted, window = time.time(), "connection" if self.h2.outbound_flow_control_window <= 0 else "stream"
        while all(self.h2.local_flow_control_window(stream) <= 0 for stream in streams) and self.receive():
            pass
        self.waits += [{"stream": stream, "sender": self.side, "window": window, "from": exhausted, "to": time.time()}
                       for stream in streams]

    def share(self, bodies, part):
        """Several streams' bodies, a part of each by turns, to their ends."""
        while bodies:
            for stream in list(bodies):
                room = min(self.h2.local_flow_control_window(stream), part)
                if room > 0:
                    octets, bodies[stream] = bodies[stream][:room], bodies[stream][room:]
                    self.h2.send_data(stream, octets, end_stream=not bodies[stream])
                    self.flush()
                if not bodies[stream]:
                    del bodies[stream]
            if bodies and all(self.h2.local_flow_control_window(stream) <= 0 for stream in bodies):
                self.wait_for_window(*bodies)

    def raw(self, kind, stream=0, payload=b"", flags=0):
        """A frame that h2 knows nothing of."""
        self.socket.sendall(len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload)

    def do(self, name, *arguments, **options):
        """One of h2's own, sent at once."""
        getattr(self.h2, name)(*arguments, **options)
        self.flush()

    # --- Receiving

    def receive(self):
        """What comes next; false at the connection's end."""
        try:
            octets = self.socket.recv(65536)
        except ConnectionResetError:
            octets = b""
        if not octets:
            self.ended = True
            return False
        now = time.time()
        if self.preface:
            taken = octets[:self.preface]
            self.h2.receive_data(taken)
            self.preface -= len(taken)
            octets = octets[len(taken):]
        self.buffer += octets
        while len(self.buffer) >= HEADER and len(self.buffer) >= HEADER + int.from_bytes(self.buffer[:3], "big"):
            length = HEADER + int.from_bytes(self.buffer[:3], "big")
            frame, self.buffer = self.buffer[:length], self.buffer[length:]
            self.take(frame, now)
        self.flush()
        return True

    def take(self, octets, now):
        frame = told(octets, self.other, now)
        self.frames.append(frame)
        for event in self.h2.receive_data(octets):
            if getattr(event, "headers", None) is not None:
                # Of a block in several frames, h2 tells at the last.
                first = next(earlier for earlier in reversed(self.frames) if earlier["type"] in ("HEADERS", "PUSH_PROMISE"))
                first["fields"] = [list(field) for field in event.headers]
            if isinstance(event, h2.events.DataReceived) and self.reads:
                self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            self.events.append(event)

    def wait(self, kind, stream=None):
        """Until an event of h2's happens, which is answered, or the connection ends."""
        while True:
            for place, event in enumerate(self.events):
                if type(event).__name__ == kind and stream in (None, getattr(event, "stream_id", None)):
                    return self.events.pop(place)
            if not self.receive():
                return None

    def body(self, stream):
        """All of a stream's DATA, to its end."""
        octets = b""
        while True:
            for event in [event for event in self.events if getattr(event, "stream_id", None) == stream]:
                self.events.remove(event)
                if isinstance(event, h2.events.DataReceived):
                    octets += event.data
                if isinstance(event, (h2.events.StreamEnded, h2.events.StreamReset)):
                    return octets
            if not self.receive():
                return octets

    def rest(self):
        """Until the other side has closed."""
        while self.receive():
            pass

    def told(self):
        return {"frames": self.frames, "waits": self.waits, **self.more}


def told(octets, sender, now):
    """A frame's facts; header blocks are h2's to decode."""
    length, kind, flags = int.from_bytes(octets[:3], "big"), octets[3], octets[4]
    stream = int.from_bytes(octets[5:9], "big") & 0x7FFFFFFF
    name, body = NAMES.get(kind, f"0x{kind:02x}"), octets[HEADER:]
    frame = {"sender": sender, "type": name, "stream": stream, "length": length, "time": now}
    if name in ("DATA", "HEADERS"):
        frame["end_stream"] = bool(flags & 1)
    if name in ("DATA", "HEADERS", "PUSH_PROMISE") and flags & 8:
        frame["padding"] = 1 + body[0]
        body = body[1:]
    if name in ("SETTINGS", "PING"):
        frame["ack"] = bool(flags & 1)
    if name == "PRIORITY" or name == "HEADERS" and flags & 0x20:
        dependency, weight = struct.unpack_from(">IB", body)
        frame["priority"] = {"dependency": dependency & 0x7FFFFFFF, "weight": weight + 1, "exclusive": bool(dependency >> 31)}
    elif name == "SETTINGS":
        frame["settings"] = [list(struct.unpack_from(">HI", body, place)) for place in range(0, length, 6)]
    elif name == "PUSH_PROMISE":
        frame["promised"] = struct.unpack_from(">I", body)[0]
    elif name == "RST_STREAM":
        frame["code"] = struct.unpack(">I", body)[0]
    elif name == "PING":
        frame["opaque"] = body.hex()
    elif name == "GOAWAY":
        frame["last_stream"], frame["code"] = struct.unpack_from(">II", body)
        frame["debug"] = body[8:].decode("utf-8", "backslashreplace")
    elif name == "WINDOW_UPDATE":
        frame["increment"] = struct.unpack(">I", body)[0]
    elif name == "ALTSVC":
        size = struct.unpack_from(">H", body)[0]
        frame["service"] = {"kind": "altsvc", "origin": body[2:2 + size].decode(), "value": body[2 + size:].decode()}
    elif name == "ORIGIN":
        frame["service"] = {"kind": "origin", "origins": origins(body)}
    elif name == "PRIORITY_UPDATE":
        frame["prioritized"], frame["priority_field"] = struct.unpack_from(">I", body)[0], body[4:].decode()
    return frame


def origins(body):
    found, place = [], 0
    while place < len(body):
        size = struct.unpack_from(">H", body, place)[0]
        found.append(body[place + 2:place + 2 + size].decode())
        place += 2 + size
    return found


# --- Connecting


def connect(address, port, tls=None):
    link = socket.create_connection((address, port), timeout=20)
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return link if tls is None else secured(link, tls)


def secured(link, tls, alpn="h2"):
    """`tls` is the authority and the file for keys."""
    context = ssl.create_default_context(cafile=tls[0])
    context.keylog_filename = tls[1]
    if alpn:
        context.set_alpn_protocols([alpn])
    return context.wrap_socket(link, server_hostname="origin.test")


def listen(address, port):
    listening = socket.create_server((address, port))
    listening.settimeout(20)
    return listening


def accept(listening, tls=None):
    """`tls` is the certificate and its key."""
    link, _ = listening.accept()
    link.settimeout(20)
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if tls is None:
        return link
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*tls)
    context.set_alpn_protocols(["h2"])
    return context.wrap_socket(link, server_side=True)


def write(path, peer):
    with open(path, "w") as file:
        json.dump(peer.told(), file)
