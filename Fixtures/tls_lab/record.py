"""Records the scenarios: record.py [--only NAME…] (see ../record_tls.sh, which prepares what this needs)."""

import argparse
import glob
import json
import os
import sys
import textwrap

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(1, os.path.join(HERE, "../lab"))

import conversations
import document
import truth
from capture import Capture
from certificates import Certificates
from lab import Lab

import scenarios_openssl

CAPTURES = os.path.join(HERE, "../captures")
GROUPS = (scenarios_openssl,)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", nargs="*", help="names of scenarios, or the beginnings of names")
    options = parser.parse_args()
    with Lab("tls") as lab:
        Certificates(lab.work).all()
        for group in GROUPS:
            folder = os.path.join(CAPTURES, group.FOLDER)
            os.makedirs(folder, exist_ok=True)
            for scenario in group.SCENARIOS:
                if not options.only or any(name(scenario).startswith(only) for only in options.only):
                    record(lab, scenario, os.path.join(folder, name(scenario)))


def record(lab, scenario, path):
    known = truth.Truth(" ".join(scenario.__doc__.split()))
    open(lab.path("keys"), "w").close()
    with lab.capture(path + ".pcap", "tcp or udp"):
        variants = scenario(lab, known)
    capture = Capture(path + ".pcap")
    document.write(path + ".truth.json", known.written(conversations.opened(capture)))
    with open(path + ".keylog", "w") as file:
        file.write(open(lab.path("keys")).read())
    print(f"{os.path.basename(path)}: {len(known.connections)} connections, {os.path.getsize(path + '.pcap')} octets", flush=True)


def name(scenario):
    return scenario.__name__.strip("_").replace("_", "-")


if __name__ == "__main__":
    sys.exit(main())
