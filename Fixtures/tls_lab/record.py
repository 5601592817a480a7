"""Records the scenarios: record.py [--only NAME…] (see ../record_tls.sh, which prepares what this needs)."""

import argparse
import glob
import json
import os
import shutil
import sys
import textwrap

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(1, os.path.join(HERE, "../lab"))

import conversations
import damage
import document
import truth
from capture import Capture
from certificates import Certificates
from lab import Lab

import nss
import scenarios_dtls
import scenarios_failures
import scenarios_gnutls
import scenarios_openssl
import scenarios_python
import scenarios_sessions
import scenarios_starttls
import scenarios_tunnels
import scenarios_web
import scenarios_wire
import web

CAPTURES = os.path.join(HERE, "../captures")
GROUPS = (scenarios_openssl, scenarios_python, scenarios_sessions, scenarios_failures, scenarios_web,
          scenarios_tunnels, scenarios_starttls, scenarios_gnutls, scenarios_dtls, scenarios_wire)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", nargs="*", help="names of scenarios, or the beginnings of names")
    options = parser.parse_args()
    with Lab("tls") as lab:
        Certificates(lab.work).all()
        web.start(lab)
        scenarios_tunnels.start(lab)
        nss.database(lab)
        for group in GROUPS:
            folder = os.path.join(CAPTURES, group.FOLDER)
            os.makedirs(folder, exist_ok=True)
            for scenario in group.SCENARIOS:
                if not options.only or any(name(scenario).startswith(only) for only in options.only):
                    record(lab, scenario, os.path.join(folder, name(scenario)))
    damage.all_of(os.path.join(CAPTURES, scenarios_web.FOLDER))


def record(lab, scenario, path):
    known = truth.Truth(" ".join(scenario.__doc__.split()))
    open(lab.path("keys"), "w").close()
    with lab.capture(path + ".pcap", "tcp or udp"):
        variants = scenario(lab, known)
    told = known.written(conversations.opened(Capture(path + ".pcap")))
    document.write(path + ".truth.json", told)
    with open(lab.path("keys")) as file:
        keys = file.read().splitlines()
    write_keys(path, keys)
    for suffix, shows, keep, opens in variants or ():
        vary(path, suffix, shows, told, keep(keys), opens)
    print(f"{os.path.basename(path)}: {len(known.connections)} connections, {os.path.getsize(path + '.pcap')} octets", flush=True)


def write_keys(path, lines):
    with open(path + ".keylog", "w") as file:
        file.writelines(line + "\n" for line in lines)


def vary(path, suffix, shows, told, keys, opens):
    """The same recording with another key log, which opens but some of its connections."""
    other = f"{path}-{suffix}"
    shutil.copyfile(path + ".pcap", other + ".pcap")
    write_keys(other, keys)
    connections = [connection if number in opens else connection | {"readable": []}
                   for number, connection in enumerate(told["connections"])]
    document.write(other + ".truth.json", told | {"shows": f"{told['shows']} {shows}", "connections": connections})


def name(scenario):
    return scenario.__name__.strip("_").replace("_", "-")


if __name__ == "__main__":
    sys.exit(main())
