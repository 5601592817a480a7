#!/usr/bin/env python3
"""Whether reports tell what clients and servers said of their TLS connections, and whether what was sealed is read.

    tls_truth.py --weir PATH [--only NAME,...] [--show N] [FOLDER...]
    tls_truth.py --self-check [FOLDER...]

The folders, by default the one that comes with Weir, hold captures and beside each a key log (NAME.keylog) and what the programs
themselves said (NAME.truth.json; Fixtures/tls_lab makes them). Every connection must be in the report with the same version,
cipher suite, names, certificates, alerts and outcome; the application data's length as it was written, where the key log opens
it, and none where it does not; HTTP and WebSocket in it as in the clear, bodies by their SHA-256; and nothing else may be there.

One line a capture; exit status 1 when any differs, or when there are none. --self-check asks nothing of Weir: it makes the
report that each truth asks for, which must pass, then spoils it in every fact, one at a time, which must be found.

Standard library only.
"""

import argparse
import glob
import hashlib
import json
import os
import subprocess
import sys
import tempfile

from http_compare import Differences
from tls_compare import compare
from tls_self_check import self_check

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
SHIPPED = [os.path.join(ROOT, "Fixtures/captures/tls")]


def name(path):
    return os.path.basename(path).removesuffix(".truth.json")


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
        print(f"{name(path)}: {f'{len(found.lines)} DIFFERENCES' if found.lines else 'equal'}"
              f" ({len(truth['connections'])} connections, {found.facts} facts)")
        for line in found.lines[:options.show]:
            print(f"    {line}")
        if len(found.lines) > options.show:
            print(f"    and {len(found.lines) - options.show} more")
    print(f"{len(truths) - differing} of {len(truths)} captures equal, {facts} facts compared")
    return 1 if differing else 0


def judge(weir, path, truth):
    base = path.removesuffix(".truth.json")
    keys = ["--keylog", base + ".keylog"]
    done = run(weir, "report", "--json", "--reveal-secrets", *keys, base + ".pcap")
    if done.returncode != 0:
        found = Differences()
        found.lines.append(f"weir ended with {done.returncode}: {done.stderr.decode(errors='replace').strip()}")
        return found
    wanted = any("body_sha256" in exchange for connection in truth["connections"]
                 for session in [connection] + connection.get("inner", []) for exchange in session.get("http", []))
    found = compare(truth, json.loads(done.stdout), bodies(weir, keys, base + ".pcap") if wanted else None)
    for secret in secrets(base + ".keylog"):
        found.facts += 1
        if secret in done.stdout.lower() or secret in done.stderr.lower():
            found.lines.append("a secret of the key log is in the output")
    return found


def bodies(weir, keys, capture):
    """The digests of the bodies that `weir export bodies` writes."""
    with tempfile.TemporaryDirectory() as folder:
        run(weir, "export", "bodies", *keys, "-o", folder, "--force", capture)
        found = set()
        for path in glob.glob(os.path.join(folder, "**"), recursive=True):
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    found.add(hashlib.sha256(file.read()).hexdigest())
        return found


def secrets(path):
    with open(path) as file:
        return [fields[2].lower().encode() for fields in (line.split() for line in file) if len(fields) == 3]


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)


if __name__ == "__main__":
    sys.exit(main())
