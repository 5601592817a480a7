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

import glob
import hashlib
import os
import sys
import tempfile

import truth_run
from tls_compare import compare
from tls_self_check import self_check


def judge(weir, path, truth):
    base = path.removesuffix(".truth.json")
    keylog = base + ".keylog"
    wanted = any("body_sha256" in exchange for connection in truth["connections"]
                 for session in [connection] + connection.get("inner", []) for exchange in session.get("http", []))
    found = bodies(weir, keylog, base + ".pcap") if wanted else None
    return truth_run.judge_report(
        weir, base + ".pcap", ["--keylog", keylog], lambda report: compare(truth, report, found), keylog)


def size(truth):
    return f"{len(truth['connections'])} connections"


def bodies(weir, keylog, capture):
    """The digests of the bodies that `weir export bodies` writes."""
    with tempfile.TemporaryDirectory() as folder:
        truth_run.run(weir, "export", "bodies", "--keylog", keylog, "-o", folder, "--force", capture)
        found = set()
        for path in glob.glob(os.path.join(folder, "**"), recursive=True):
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    found.add(hashlib.sha256(file.read()).hexdigest())
        return found


if __name__ == "__main__":
    sys.exit(truth_run.main(__doc__, ["tls"], judge, self_check, size))
