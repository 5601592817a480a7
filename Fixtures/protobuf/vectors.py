#!/usr/bin/env python3
"""Makes the vectors of Protocol Buffers: messages as Google's library encodes them, and as it writes them in JSON.

    apt-get install protobuf-compiler python3-protobuf
    python3 Fixtures/protobuf/vectors.py

Writes Fixtures/captures/protobuf: kinds.desc, bare.desc (the same without its imports) and vectors.json.
"""

import json
import math
import os
import subprocess
import sys
import tempfile

from google.protobuf import any_pb2, empty_pb2, json_format, struct_pb2, timestamp_pb2, wrappers_pb2

HERE = os.path.dirname(os.path.abspath(__file__))
THERE = os.path.join(os.path.dirname(HERE), "captures", "protobuf")
FILES = ["kinds.proto", "old.proto"]


def descriptors():
    for name, options in [("kinds.desc", ["--include_imports"]), ("bare.desc", [])]:
        out = os.path.join(THERE, name)
        subprocess.run(["protoc", *options, f"--descriptor_set_out={out}", f"-I{HERE}", *FILES], check=True)
    folder = tempfile.mkdtemp()
    subprocess.run(["protoc", f"--python_out={folder}", f"-I{HERE}", *FILES], check=True)
    sys.path.insert(0, folder)


def messages(kinds, old):
    K, W = kinds.Kinds, kinds.WellKnown
    yield "nothing", K()
    yield "numbers", K(
        a_double=0.1, a_float=0.1, an_int32=-1, an_int64=-(1 << 63), a_uint32=(1 << 32) - 1, a_uint64=(1 << 64) - 1,
        a_sint32=-(1 << 31), a_sint64=-(1 << 63), a_fixed32=7, a_fixed64=1 << 60, a_sfixed32=-7, a_sfixed64=-8, a_bool=True)
    yield "large and small fractions", K(doubles=[1e300, 5e-324, 1e16, 123456789.125, -0.0, 1e-7], a_float=3.4028235e38)
    yield "no numbers", K(doubles=[math.inf, -math.inf, math.nan], a_float=-math.inf)
    yield "text", K(a_string='ünï "quoted" \\ \u0001 \U0001f600', some_bytes=bytes(range(256)), renamed="r", strings=["", "b"])
    yield "enumerations", K(a_colour="RED", many_colours=[0, 1, -2, 9])
    yield "inside", K(inner=K(inner=K(an_int32=5)), kinds=[K(), K(a_bool=True)])
    yield "repeated", K(packed=[1, -1, 300], unpacked=[-1, 1, 1 << 40], fixed=[1, 2])
    yield "maps", K(
        counts={"one": 1, "": -5}, by_number={-3: K(an_int32=1), 4: K()}, by_truth={True: "yes", False: "no"},
        colours={"sky": -2, "odd": 77})
    yield "oneof, text", K(chosen_text="")
    yield "oneof, message", K(chosen_kinds=K(a_bool=True))
    yield "optional zero", K(maybe=0)

    yield "times", W(
        time=timestamp_pb2.Timestamp(seconds=1700000000, nanos=120_000_000),
        times=[
            timestamp_pb2.Timestamp(), timestamp_pb2.Timestamp(seconds=-62135596800),
            timestamp_pb2.Timestamp(seconds=253402300799, nanos=999999999), timestamp_pb2.Timestamp(seconds=-1, nanos=1000),
        ])
    message = W()
    message.duration.seconds, message.duration.nanos = -3, -500_000
    message.mask.paths.extend(["a_field", "user.display_name"])
    message.structure.update({"n": None, "t": True, "x": 1.5, "s": "text", "l": [1, "two", [], {}], "o": {"in": {"deep": 1}}})
    message.value.list_value.extend([1, None])
    message.list.extend([False, "end"])
    message.empty.SetInParent()
    message.nothing = 0
    yield "structures", message
    yield "wrappers", W(
        a_double=wrappers_pb2.DoubleValue(value=1.25), a_float=wrappers_pb2.FloatValue(value=2.5),
        an_int64=wrappers_pb2.Int64Value(value=-4), a_uint64=wrappers_pb2.UInt64Value(), an_int32=wrappers_pb2.Int32Value(value=3),
        a_uint32=wrappers_pb2.UInt32Value(value=9), a_bool=wrappers_pb2.BoolValue(), a_string=wrappers_pb2.StringValue(value="w"),
        some_bytes=wrappers_pb2.BytesValue(value=b"\xff\x00"))
    value = struct_pb2.Value(string_value="v")
    message = W(values={"a": value, "b": struct_pb2.Value(null_value=0)})
    message.any.Pack(K(an_int32=3, inner=K(a_bool=True)))
    for inner in [timestamp_pb2.Timestamp(seconds=5), wrappers_pb2.StringValue(value="s"), empty_pb2.Empty(), value]:
        any_pb2.Any.Pack(message.anys.add(), inner)
    message.anys.add().Pack(message.anys[0])
    yield "any", message

    message = old.Old(needed=1, unpacked=[1, 2], packed=[3, 4])
    message.grouped.inside = 5
    message.grouped.deeper.add().text = "deep"
    message.grouped.deeper.add()
    message.Extensions[old.extra] = "more"
    message.Extensions[old.more].needed = 2
    yield "proto2", message


def main():
    os.makedirs(THERE, exist_ok=True)
    descriptors()
    import kinds_pb2
    import old_pb2

    rows = []
    for name, message in messages(kinds_pb2, old_pb2):
        told = json_format.MessageToDict(message)
        row = {"name": name, "type": message.DESCRIPTOR.full_name, "octets": message.SerializeToString(deterministic=True).hex()}
        rows.append({**row, "json": told})
    with open(os.path.join(THERE, "vectors.json"), "w", encoding="utf-8") as file:
        json.dump(rows, file, ensure_ascii=False, indent=1, sort_keys=True)
        file.write("\n")


if __name__ == "__main__":
    main()
