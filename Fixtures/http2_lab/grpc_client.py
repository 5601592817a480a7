"""lab.proto's client: grpc_client.py SCENARIO PORT OUT [AUTHORITY]. Writes each call as it saw it.

Needs grpcio and protobuf.
"""

import datetime
import itertools
import json
import sys
import time

import grpc

from grpc_types import SERVICE, told, types

METHODS = types()
TEXT = "what is said again and again can be made small, " * 40


class Client:
    def __init__(self, channel):
        self.channel, self.calls, self.numbers = channel, [], itertools.count(1)

    def call(self, method, *messages, timeout=None, cancel_after=None, pause=0, metadata=(), path=None, compression=None):
        """One call to its end, of whatever kind its method is."""
        request, response, sends, receives = METHODS[method]
        path = path or f"/{SERVICE}/{method}"
        facts = {"path": path, "call": str(next(self.numbers)), "request_messages": [], "response_messages": []}
        if timeout is not None:
            facts["timeout_s"] = timeout
        if compression:
            facts["compression"] = "gzip" if compression == grpc.Compression.Gzip else "deflate"

        def write(message):
            octets = message.SerializeToString()
            facts["request_messages"].append(told(message, octets))
            return octets

        def read(octets):
            message = response.FromString(octets)
            facts["response_messages"].append(told(message, octets))
            return message

        kind = {(False, False): "unary_unary", (True, False): "stream_unary", (False, True): "unary_stream",
                (True, True): "stream_stream"}[(sends, receives)]
        facts["kind"] = {"unary_unary": "unary", "stream_unary": "client_streaming", "unary_stream": "server_streaming",
                         "stream_stream": "bidirectional"}[kind]
        function = getattr(self.channel, kind)(path, write, read)
        options = {"timeout": timeout, "metadata": (("call", facts["call"]), *metadata), "compression": compression}
        started = time.time()
        try:
            if receives:
                call = function(*self.asked(messages, sends, pause), **options)
                for place, _ in enumerate(call, 1):
                    if place == cancel_after:
                        call.cancel()
            elif cancel_after is not None:
                call = function.future(*self.asked(messages, sends, pause), **options)
                time.sleep(cancel_after)
                call.cancel()
                call.result()
            else:
                _, call = function.with_call(*self.asked(messages, sends, pause), **options)
        except grpc.FutureCancelledError:
            pass
        except grpc.RpcError as error:
            # It is the call as well.
            call = error
        facts |= {"status": call.code().value[0], "message": call.details() or "", "took_s": round(time.time() - started, 4)}
        facts["trailers"] = [[name, value if isinstance(value, str) else value.hex()] for name, value in call.trailing_metadata() or ()]
        self.calls.append(facts)

    @staticmethod
    def asked(messages, stream, pause):
        if not stream:
            return messages

        def each():
            for message in messages:
                yield message
                time.sleep(pause)
        return (each(),)


def of(method):
    return METHODS[method][0]


def parts(count, size=0):
    return [of("Sum")(number=number, text=f"part {number}", octets=bytes([number]) * size) for number in range(1, count + 1)]


def everything():
    nested = type(of("Echo")().nested)
    return of("Echo")(
        a_double=0.1, a_float=-2.5, an_int32=-1, an_int64=-(1 << 62), a_uint32=(1 << 32) - 1, a_uint64=(1 << 64) - 1,
        a_sint32=-(1 << 31), a_sint64=-(1 << 63), a_fixed32=7, a_fixed64=1 << 60, a_sfixed32=-7, a_sfixed64=-(1 << 60), a_bool=True,
        a_string="gr\u00f6\u00dfer \u2603 \U0001f98a \"quoted\"\n\t\\", some_bytes=bytes(range(256)), colour=100000,
        nested=nested(name="outer", inner=nested(name="inner", numbers=[1, 2, 3])), packed=[1, -1, 300, 0], unpacked=[-1, 1, -300],
        strings=["", "one", "two"], nesteds=[nested(name="a"), nested(), nested(name="c")], counts={"one": 1, "two": 2, "": 0},
        by_number={-1: nested(name="minus"), 5: nested()}, colours=[0, 1, 2], chosen_nested=nested(name="chosen"), maybe=0,
        doubles=[1e300, -0.0, 2.0, float("inf"), float("-inf"), float("nan")], flags={True: b"yes", False: b""}, renamed="by json_name",
        far_away=12)


# --- Scenarios


def kinds(client):
    """All four kinds of calls, empty messages among them, and calls at once on a connection."""
    client.call("Echo", of("Echo")(a_string="hello"))
    client.call("Echo", of("Echo")())
    client.call("Sum", *parts(5))
    client.call("Sum")
    client.call("Count", of("Count")(count=4, size=10))
    client.call("Count", of("Count")(count=0))
    client.call("Chat", *parts(3, 4), pause=0.05)
    client.call("Chat")


def every_type(client):
    """Messages with every type of field that proto3 has, well-known types too."""
    client.call("Echo", everything())
    client.call("Echo", of("Echo")(chosen_text="", packed=list(range(200)), colour=55))
    client.call("Echo", of("Echo")(chosen_number=0, a_float=3.4028235e38, a_double=5e-324))
    message = of("Known")()
    message.time.FromDatetime(datetime.datetime(2026, 1, 2, 3, 4, 5, 678000))
    message.span.FromTimedelta(datetime.timedelta(seconds=-3, microseconds=-500))
    message.text.value = "wrapped"
    message.number.value = 1 << 60
    client.call("Known", message)


def errors(client):
    """Every status, with messages that have to be percent-encoded; a method that nobody has; an error behind messages."""
    for code in range(1, 17):
        client.call("Fail", of("Fail")(code=code, message=f"number {code}"))
    for message in ("100 % gr\u00f6\u00dfer \u2603\nwith a line", "", "plain ~ tilde \x7f", "a" * 400):
        client.call("Fail", of("Fail")(code=9, message=message))
    client.call("Echo", of("Echo")(), path=f"/{SERVICE}/Missing")
    client.call("Count", of("Count")(count=3, code=15, message="lost behind three"))


def deadlines(client):
    """Deadlines met and missed, in seconds, milliseconds and less; a missed one in the midst of messages."""
    for timeout, pause in ((5, 0.05), (0.3, 0.05), (0.25, 2), (3600, 0), (0.1, 2)):
        client.call("Slow", of("Slow")(pause_s=pause), timeout=timeout)
    client.call("Count", of("Count")(count=20, pause_s=0.1), timeout=0.35)
    client.call("Count", of("Count")(count=3, pause_s=0.02), timeout=4)


def compression(client):
    """gzip and deflate, of messages that get smaller; in streams, too; and answers that are not compressed."""
    for coding in (grpc.Compression.Gzip, grpc.Compression.Deflate):
        client.call("Echo", of("Echo")(a_string=TEXT), compression=coding)
        client.call("Sum", *[of("Sum")(number=number, text=TEXT[:200 * number]) for number in range(1, 4)], compression=coding)
        client.call("Chat", *[of("Chat")(number=number, text=TEXT) for number in range(3)], compression=coding)


def cancelled(client):
    """Calls that the client cancels: while it waits, and behind three messages."""
    client.call("Slow", of("Slow")(pause_s=2), cancel_after=0.2)
    client.call("Count", of("Count")(count=50, pause_s=0.03), cancel_after=3)
    client.call("Echo", of("Echo")(a_string="after all"))


def big(client):
    """Messages larger than frames and windows, both ways; many small ones in a frame."""
    client.call("Echo", of("Echo")(some_bytes=bytes(100_000)))
    client.call("Sum", *parts(3, 40_000))
    client.call("Count", of("Count")(count=3, size=40_000))
    client.call("Count", of("Count")(count=200))
    client.call("Sum", *parts(120))


def metadata(client):
    """Metadata, binary too, and long; credentials that are made up."""
    client.call("Echo", of("Echo")(), metadata=(("x-text", "some text"), ("x-octets-bin", bytes(range(40))), ("x-long", "long " * 300),
                                                ("authorization", "Bearer s3cr3t-grpc")))
    client.call("Count", of("Count")(count=1), metadata=(("x-twice", "1"), ("x-twice", "2")))


def main():
    scenario, port, out, *authority = sys.argv[1:]
    options = [("grpc.enable_http_proxy", 0)]
    if authority:
        with open(authority[0], "rb") as file:
            channel = grpc.secure_channel(f"origin.test:{port}", grpc.ssl_channel_credentials(file.read()), options)
    else:
        channel = grpc.insecure_channel(f"origin.test:{port}", options)
    client = Client(channel)
    globals()[scenario](client)
    time.sleep(0.1)
    channel.close()
    with open(out, "w") as file:
        json.dump(client.calls, file)


if __name__ == "__main__":
    main()
