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

import argparse
import glob
import json
import os
import subprocess
import sys

from http2_compare import compare
from http2_self_check import self_check
from http_compare import Differences
from tls_truth import name, read, secrets

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
SHIPPED = [os.path.join(ROOT, "Fixtures/captures/http2")]
DESCRIPTORS = "lab.desc"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weir", help="the program")
    parser.add_argument("--only", help="names of captures, comma separated, or the beginnings of names")
    parser.add_argument("--show", type=int, default=8, help="differences shown of each capture")
    parser.add_argument("--self-check", action="store_true")
    parser.add_argument("folders", nargs="*", default=SHIPPED)
    options = parser.parse_args()
    truths = sorted(path for folder in options.folders for path in glob.glob(os.path.join(folder, "*.truth.json")))
    if options.only:
        truths = [path for path in truths if name(path).startswith(tuple(options.only.split(",")))]
    if not truths:
        sys.exit("no captures with a truth beside them")
    if options.self_check:
        return 1 if sum(self_check(name(path), read(path)) for path in truths) else 0
    if not options.weir:
        parser.error("--weir names the program")
    differing = facts = 0
    for path in truths:
        truth = read(path)
        found = judge(options.weir, path, truth)
        facts += found.facts
        differing += bool(found.lines)
        connections, exchanges = len(truth["connections"]), sum(len(connection["exchanges"]) for connection in truth["connections"])
        print(f"{name(path)}: {f'{len(found.lines)} DIFFERENCES' if found.lines else 'equal'}"
              f" ({connections} connections, {exchanges} exchanges, {found.facts} facts)")
        for line in found.lines[:options.show]:
            print(f"    {line}")
        if len(found.lines) > options.show:
            print(f"    and {len(found.lines) - options.show} more")
    print(f"{len(truths) - differing} of {len(truths)} captures equal, {facts} facts compared")
    return 1 if differing else 0


def judge(weir, path, truth):
    base, folder = path.removesuffix(".truth.json"), os.path.dirname(path)
    keys = ["--keylog", base + ".keylog"] if os.path.exists(base + ".keylog") else []
    proto = ["--proto", os.path.join(folder, DESCRIPTORS)] if os.path.exists(os.path.join(folder, DESCRIPTORS)) else []
    done = subprocess.run([weir, "report", "--json", "--reveal-secrets", *keys, *proto, base + ".pcap"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=120)
    if done.returncode != 0:
        found = Differences()
        found.lines.append(f"weir ended with {done.returncode}: {done.stderr.decode(errors='replace').strip()}")
        return found
    try:
        found = compare(truth, json.loads(done.stdout))
    except json.JSONDecodeError as error:
        found = Differences()
        found.lines.append(f"the report is not JSON: {error}")
    for secret in secrets(base + ".keylog") if keys else []:
        found.facts += 1
        if secret in done.stdout.lower() or secret in done.stderr.lower():
            found.lines.append("a secret of the key log is in the output")
    return found


if __name__ == "__main__":
    sys.exit(main())
