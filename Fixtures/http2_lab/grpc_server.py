"""lab.proto's server: grpc_server.py ADDRESS PORT OUT [CERTIFICATE KEY]. Writes what it saw of each call when its input ends.

Needs grpcio and protobuf.
"""

import json
import sys
import time
from concurrent import futures

import grpc

from grpc_types import SERVICE, types


class Calls:
    """What happened, by the call's number, which the client sends as metadata."""

    def __init__(self):
        self.found = {}

    def of(self, context):
        number = dict(context.invocation_metadata()).get("call", "")
        remaining = context.time_remaining()
        facts = {"remaining_s": remaining} if remaining is not None and remaining < 1e6 else {}
        return self.found.setdefault(number, facts)


def answers(calls, methods):
    part = methods["Count"][1]

    def echo(request, context):
        calls.of(context)
        return request

    def total(requests, context):
        calls.of(context)
        numbers = [request.number for request in requests]
        return methods["Sum"][1](parts=len(numbers), sum=sum(numbers))

    def count(request, context):
        calls.of(context)
        context.send_initial_metadata((("x-begins", "now"),))
        for number in range(request.count):
            if not context.is_active():
                return
            yield part(number=number, text=f"part {number}", octets=bytes(request.size))
            time.sleep(request.pause_s)
        context.set_trailing_metadata((("x-counted", str(request.count)), ("x-octets-bin", bytes(range(8)))))
        if request.code:
            context.set_code(grpc_code(request.code))
            context.set_details(request.message)

    def chat(requests, context):
        calls.of(context)
        for request in requests:
            yield part(number=-request.number, text=request.text.upper(), octets=request.octets[::-1])

    def fail(request, context):
        calls.of(context)["aborted"] = request.code
        context.set_trailing_metadata((("x-why", "because"),))
        context.abort(grpc_code(request.code), request.message)

    def slow(request, context):
        facts = calls.of(context)
        until = time.monotonic() + request.pause_s
        while time.monotonic() < until and context.is_active():
            time.sleep(0.01)
        facts["still_wanted"] = context.is_active()
        return part(text="slowly")

    return {"Echo": echo, "Sum": total, "Count": count, "Chat": chat, "Fail": fail, "Slow": slow, "Known": echo}


def grpc_code(number):
    return next(code for code in grpc.StatusCode if code.value[0] == number)


def handlers(calls):
    methods = types()
    found = {}
    for name, function in answers(calls, methods).items():
        request, response, *streams = methods[name]
        make = {(False, False): grpc.unary_unary_rpc_method_handler, (True, False): grpc.stream_unary_rpc_method_handler,
                (False, True): grpc.unary_stream_rpc_method_handler, (True, True): grpc.stream_stream_rpc_method_handler}
        found[name] = make[tuple(streams)](function, request.FromString, response.SerializeToString)
    return grpc.method_handlers_generic_handler(SERVICE, found)


def main():
    address, port, out, *keys = sys.argv[1:]
    calls = Calls()
    server = grpc.server(futures.ThreadPoolExecutor(8), compression=grpc.Compression.NoCompression)
    server.add_generic_rpc_handlers((handlers(calls),))
    if keys:
        certificate, key = (open(path, "rb").read() for path in keys)
        server.add_secure_port(f"{address}:{port}", grpc.ssl_server_credentials([(key, certificate)]))
    else:
        server.add_insecure_port(f"{address}:{port}")
    server.start()
    print("listening", flush=True)
    sys.stdin.read()
    server.stop(0.5).wait()
    with open(out, "w") as file:
        json.dump(calls.found, file)


if __name__ == "__main__":
    main()
