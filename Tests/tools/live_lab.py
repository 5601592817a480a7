#!/usr/bin/env python3
"""Live capture in a laboratory: two network namespaces, real nginx and curl, and tcpdump beside Weir.

    live_lab.py --weir PATH [--require] check [--only NAME,...] [--list]
    live_lab.py --weir PATH latency [--exchanges N] [--floor MILLISECONDS]
    live_lab.py --weir PATH throughput [--rounds N] [--seconds N] [--packets N] [--kinds NAME,...]
    live_lab.py --weir PATH soak [--minutes N] [--rate FLOWS] [--flood MINUTES] [--out FILE.tsv]
    live_lab.py cleanup

check       whether live capture does what it promises: live/checks/*.py, one a promise; CI runs it
latency     how long after a response's last packet its record has been read from the pipe
throughput  the highest rate without loss of tcpdump -w /dev/null, and of Weir's full analysis, by turns
soak        whether memory stays flat over many new flows a minute, and under a flood of SYNs
cleanup     removes what runs left behind that were killed

Needs root, and on Debian: iproute2 nginx-light openssl curl tcpdump tcpreplay tmux; latency, throughput and soak: apache2-utils.
Where there can be no laboratory it says "skipped: …" and ends with 0; with --require, with 1. Exit status 1 as well when
something is not as it must be. Standard library only.
"""

import argparse
import os
import sys
import time
import traceback

from live import latency, soak, throughput
from live.checks import (accounting, bounded, equal, filters, fixtures, kills, metrics, privileges, readers, rotation, trouble, view)
from live.judge import Judgement
from live.laboratory import Laboratory, Trouble, clean_up, missing
from live.programs import Weir
from live.servers import WebServer

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
CHECKS = {module.__name__.rpartition(".")[2]: module for module in (
    equal, fixtures, filters, rotation, kills, privileges, trouble, accounting, readers, metrics, bounded, view)}


def check(options, laboratory, weir):
    """Every check, each with a laboratory in order; answers whether all is well."""
    # Traffic on one processor reaches Weir and tcpdump in the same order.
    server = WebServer(laboratory, processor=os.cpu_count() - 1)
    failures = 0
    for name in options.only.split(",") if options.only else CHECKS:
        judgement = Judgement(name)
        try:
            CHECKS[name].check(laboratory, weir, server, judgement)
        except Trouble as trouble:
            judgement.failures.append(f"broken off: {trouble}")
        except Exception:  # A report that lacks what a check reads is a failure, and the other checks go on.
            judgement.failures.append("broken off: " + "".join(traceback.format_exc().splitlines(True)[-6:]))
        print(judgement.line(), flush=True)
        for failure in judgement.failures[:options.show]:
            print(f"    {failure}", flush=True)
        failures += len(judgement.failures)
        for one in laboratory.running[1:]:
            one.kill()
        del laboratory.running[1:]
    print(f"{failures} demands are not met" if failures else "all is as it must be")
    return not failures


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weir", default=os.path.join(ROOT, ".build/release/weir"))
    parser.add_argument("--require", action="store_true", help="fail where there can be no laboratory")
    parser.add_argument("--show", type=int, default=20, metavar="N", help="failures shown of each check")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("check")
    one.add_argument("--only", metavar="NAME,...")
    one.add_argument("--list", action="store_true", help="list the checks")
    one.set_defaults(run=check)
    for module in (latency, throughput, soak):
        one = commands.add_parser(module.__name__.rpartition(".")[2])
        module.add_arguments(one)
        one.set_defaults(run=module.measure)
    commands.add_parser("cleanup")
    return parser.parse_args()


def main():
    options = read_arguments()
    if options.command == "cleanup":
        print(f"removed what {len(gone)} runs left behind" if (gone := clean_up()) else "nothing was left behind")
        return 0
    if options.command == "check" and options.list:
        for name, module in CHECKS.items():
            print(f"{name:12}{module.__doc__}")
        return 0
    if reason := missing():
        print(f"skipped: {reason}")
        return 1 if options.require else 0
    if not os.access(options.weir, os.X_OK):
        sys.exit(f"{options.weir}: no such program; --weir names it")
    began, laboratory = time.monotonic(), Laboratory()
    try:
        good = options.run(options, laboratory.build(), Weir(os.path.abspath(options.weir), laboratory))
    except Trouble as trouble:
        good = False
        print(f"broken off: {trouble}")
    finally:
        laboratory.close()
    print(f"{time.monotonic() - began:.0f} s")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
