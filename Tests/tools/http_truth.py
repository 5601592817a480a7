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

import sys

import truth_run
from http_compare import compare
from http_self_check import self_check


def judge(weir, path, truth):
    return truth_run.judge_report(weir, path.removesuffix(".truth.json") + ".pcap", [], lambda report: compare(truth, report))


def size(truth):
    return f"{len(truth['flows'])} flows, {sum(len(flow['exchanges']) for flow in truth['flows'])} exchanges"


if __name__ == "__main__":
    sys.exit(truth_run.main(__doc__, ["http", "websocket"], judge, self_check, size))
