#!/usr/bin/env python3
"""Whether reports tell what clients and servers said of their HTTP/2 connections, gRPC calls and WebSockets over HTTP/2.

    http2_truth.py --weir PATH [--only NAME,...] [--show N] [FOLDER...]
    http2_truth.py --self-check [FOLDER...]

The folders, by default the one that comes with Weir, hold captures and beside each what the programs themselves said
(NAME.truth.json; Fixtures/http2_lab makes them), and where TLS is a key log (NAME.keylog). Every exchange must be in the report with
the same stream, fields in their order, sizes, trailers, resets and pushes; of the connection its frames by type, settings, pings,
GOAWAY, priorities, unknown frames, and waits for windows by the sender's own clock; gRPC's messages as the programs saw them, by
lab.desc; and nothing else may be there. Of captures that lack octets, what is told must be true.

One line a capture; exit status 1 when any differs, or when there are none. --self-check asks nothing of Weir: it makes the report
that each truth asks for, which must pass, then spoils it in every fact, one at a time, which must be found.

Standard library only.
"""

import os
import sys

import truth_run
from http2_compare import compare
from http2_self_check import self_check

DESCRIPTORS = "lab.desc"


def judge(weir, path, truth):
    base, descriptors = path.removesuffix(".truth.json"), os.path.join(os.path.dirname(path), DESCRIPTORS)
    keylog = base + ".keylog" if os.path.exists(base + ".keylog") else None
    options = (["--keylog", keylog] if keylog else []) + (["--proto", descriptors] if os.path.exists(descriptors) else [])
    return truth_run.judge_report(weir, base + ".pcap", options, lambda report: compare(truth, report), keylog)


def size(truth):
    connections = truth["connections"]
    return f"{len(connections)} connections, {sum(len(connection['exchanges']) for connection in connections)} exchanges"


if __name__ == "__main__":
    sys.exit(truth_run.main(__doc__, ["http2"], judge, self_check, size))
