"""Records the scenarios: record.py [--only NAME…] (see ../record_http.sh, which prepares what this needs)."""

import argparse
import os
import sys

import damage
import programs
import scenarios_nginx
import scenarios_proxies
import scenarios_raw
import scenarios_websocket
import truth
from lab import Lab

CAPTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../captures")
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


def record(lab, servers, scenario, path):
    known = truth.Truth(" ".join(scenario.__doc__.split()))
    servers.mark()
    with lab.capture(path + ".pcap"):
        finish = scenario(lab, known)
    servers.collect(known)
    if finish:
        finish()
    truth.write(path + ".truth.json", known.written())
    exchanges = sum(len(flow["exchanges"]) for flow in known.flows.values())
    print(f"{os.path.basename(path)}: {len(known.flows)} flows, {exchanges} exchanges, {os.path.getsize(path + '.pcap')} octets")


def name(scenario):
    return scenario.__name__.strip("_").replace("_", "-")


if __name__ == "__main__":
    sys.exit(main())
