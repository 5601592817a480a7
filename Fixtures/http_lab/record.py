"""Records the scenarios: record.py [--only NAME…] (see ../record_http.sh, which prepares what this needs)."""

import argparse
import glob
import json
import os
import sys
import textwrap

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(1, os.path.join(HERE, "../lab"))

import clients
import damage
import document
import nginx
import programs
import scenarios_nginx
import scenarios_proxies
import scenarios_raw
import scenarios_websocket
import truth
from lab import Lab

CAPTURES = os.path.join(HERE, "../captures")
GROUPS = (scenarios_nginx, scenarios_raw, scenarios_proxies, scenarios_websocket)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", nargs="*", help="names of scenarios, or the beginnings of names")
    options = parser.parse_args()
    with Lab() as lab:
        servers = programs.start(lab)
        for group in GROUPS:
            wanted = [scenario for scenario in group.SCENARIOS
                      if not options.only or any(name(scenario).startswith(only) for only in options.only)]
            folder = os.path.join(CAPTURES, group.FOLDER)
            os.makedirs(folder, exist_ok=True)
            for scenario in wanted:
                record(lab, servers, scenario, os.path.join(folder, name(scenario)))
    damage.all_of(os.path.join(CAPTURES, scenarios_nginx.FOLDER))
    for folder in {group.FOLDER for group in GROUPS}:
        origin(os.path.join(CAPTURES, folder))


def record(lab, servers, scenario, path):
    known = truth.Truth(" ".join(scenario.__doc__.split()))
    servers.mark()
    with lab.capture(path + ".pcap"):
        finish = scenario(lab, known)
    servers.collect(known)
    if finish:
        finish()
    document.write(path + ".truth.json", known.written())
    exchanges = sum(len(flow["exchanges"]) for flow in known.flows.values())
    print(f"{os.path.basename(path)}: {len(known.flows)} flows, {exchanges} exchanges, {os.path.getsize(path + '.pcap')} octets")


def origin(folder):
    """The folder's ORIGIN.txt, from what each truth says it shows."""
    with open(os.path.join(folder, "ORIGIN.txt"), "w") as file:
        file.write(ORIGIN)
        for path in sorted(glob.glob(os.path.join(folder, "*.truth.json"))):
            with open(path) as truth_file:
                shows = json.load(truth_file)["shows"]
            file.write(textwrap.fill(f"{os.path.basename(path).removesuffix('.truth.json'):<22} {shows}", 125,
                                     subsequent_indent=" " * 23) + "\n")


ORIGIN = f"""\
From: Fixtures/record_http.sh: hosts in network namespaces on one switch (client 10.7.0.1 and fd07::1, proxy .2, second proxy .3,
      origin .4), MTU 1500, recorded at the switch: nginx {nginx.version()}, curl {clients.version()}, Debian's squid, tinyproxy,
      haproxy and nghttpx, Python's websockets, and servers of Fixtures/http_lab. Made for Weir: no third-party content. Credentials in
      them are made up. Licence: as Weir's.
Each scenario is two files: NAME.pcap is what crossed the switch, NAME.truth.json what the servers logged themselves (and, for
decoded sizes, what curl wrote), a flow and an exchange at a time; its figures say what each number means. Where a capture
lacks octets (damage), `lost` names the parts of an exchange that do; frames were left out after the recording.
Tests/tools/http_truth.py compares reports with them. No port is HTTP's own: recognition is by content.

"""


def name(scenario):
    return scenario.__name__.strip("_").replace("_", "-")


if __name__ == "__main__":
    sys.exit(main())
