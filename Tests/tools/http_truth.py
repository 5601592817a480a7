#!/usr/bin/env python3
"""Whether reports tell what the servers logged: HTTP exchanges, events and WebSocket messages.

    http_truth.py --weir PATH [--only NAME,...] [--show N] [FOLDER...]
    http_truth.py --self-check [FOLDER...]

The folders, by default those that come with Weir, hold captures and beside each what its servers logged themselves
(NAME.truth.json; Fixtures/http_lab makes them). Every logged exchange must be in the report with the same method, target,
version, status, headers, sizes, interim responses, trailers, events and messages; and nothing else may be there. Where a
capture lacks octets, the truth says what of each exchange is left, and only that is asked for; but what is told must be true.

One line a capture; exit status 1 when any differs, or when there are none. --self-check asks nothing of Weir: it makes the
report that each truth asks for, which must pass, then spoils it in every fact, one at a time, which must be found.

Standard library only.
"""

import argparse
import glob
import json
import os
import subprocess
import sys

from http_compare import Differences, compare
from http_self_check import self_check

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
SHIPPED = [os.path.join(ROOT, "Fixtures/captures", name) for name in ("http", "websocket")]


def name(path):
    return "/".join(path.removesuffix(".truth.json").split(os.sep)[-2:])


def read(path):
    with open(path) as file:
        return json.load(file)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weir", help="the program")
    parser.add_argument("--only", help="names of captures, comma separated, or the beginnings of names")
    parser.add_argument("--show", type=int, default=8, help="differences shown of each capture")
    parser.add_argument("--self-check", action="store_true")
    parser.add_argument("folders", nargs="*", default=SHIPPED)
    options = parser.parse_args()
    truths = sorted(path for folder in options.folders
                    for path in glob.glob(os.path.join(folder, "**/*.truth.json"), recursive=True))
    if options.only:
        wanted = tuple(options.only.split(","))
        truths = [path for path in truths if os.path.basename(path).startswith(wanted)]
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
        flows, exchanges = len(truth["flows"]), sum(len(flow["exchanges"]) for flow in truth["flows"])
        differing += bool(found.lines)
        print(f"{name(path)}: {f'{len(found.lines)} DIFFERENCES' if found.lines else 'equal'}"
              f" ({flows} flows, {exchanges} exchanges, {found.facts} facts)")
        for line in found.lines[:options.show]:
            print(f"    {line}")
        if len(found.lines) > options.show:
            print(f"    and {len(found.lines) - options.show} more")
    print(f"{len(truths) - differing} of {len(truths)} captures equal, {facts} facts compared")
    return 1 if differing else 0


def judge(weir, path, truth):
    capture = path.removesuffix(".truth.json") + ".pcap"
    done = subprocess.run([weir, "report", "--json", "--reveal-secrets", capture], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=120)
    if done.returncode != 0:
        found = Differences()
        found.lines.append(f"weir ended with {done.returncode}: {done.stderr.decode(errors='replace').strip()}")
        return found
    return compare(truth, json.loads(done.stdout))


if __name__ == "__main__":
    sys.exit(main())
