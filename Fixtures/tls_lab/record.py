"""Records the scenarios: record.py [--only NAME…] (see ../record_tls.sh, which prepares what this needs)."""

import argparse
import glob
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import textwrap
from importlib import metadata

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
import scenarios_browsers
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
          scenarios_tunnels, scenarios_starttls, scenarios_gnutls, scenarios_dtls, scenarios_wire,
          scenarios_browsers)


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
    folder = os.path.join(CAPTURES, scenarios_web.FOLDER)
    damage.all_of(folder)
    origin(folder)


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


def origin(folder):
    """The folder's ORIGIN.txt, from what each truth says it shows."""
    with open(os.path.join(folder, "ORIGIN.txt"), "w") as file:
        file.write(ORIGIN.format(**versions()))
        for path in sorted(glob.glob(os.path.join(folder, "*.truth.json"))):
            with open(path) as truth_file:
                shows = json.load(truth_file)["shows"]
            file.write(textwrap.fill(f"{os.path.basename(path).removesuffix('.truth.json'):<32} {shows}", 125,
                                     subsequent_indent=" " * 33) + "\n")


def versions():
    def said(pattern, *command):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return re.search(pattern, done.stdout.decode())[1]

    return {"openssl": said(r"OpenSSL (\S+)", "openssl", "version"), "nginx": said(r"nginx/(\S+)", "nginx", "-v"),
            "curl": said(r"curl (\S+)", "curl", "-V"), "gnutls": said(r"gnutls-cli (\S+)", "gnutls-cli", "--version"),
            "python": platform.python_version(), "tlslite": metadata.version("tlslite-ng"), "curl_cffi": metadata.version("curl_cffi")}


ORIGIN = """\
From: Fixtures/record_tls.sh: hosts in network namespaces on one switch (client 10.8.0.1, proxy .2, origin .4), MTU 1500, recorded
      at the switch: OpenSSL {openssl}, GnuTLS {gnutls}, Debian's NSS, nginx {nginx}, curl {curl}, psql, Python {python}, tlslite-ng
      {tlslite}, curl_cffi {curl_cffi}, and programs of Fixtures/tls_lab. Made for Weir, certificates and their keys too: no
      third-party content. Licence: as Weir's.
Each scenario is three files: NAME.pcap is what crossed the switch, NAME.keylog the secrets that a program of it logged (all of this
traffic is worthless), NAME.truth.json what the programs themselves said, a connection at a time; its figures say what each name
means. Fixtures/tls_lab/check.py holds them against tshark, Tests/tools/tls_truth.py reports against them. No port is TLS's own:
recognition is by content.
What nothing in Debian 12 or PyPI can do is missing: keys of SSL 3.0 and DTLS 1.3 (NSS alone speaks them, and is built without its
key log), encrypted hellos other than GREASE.

"""


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
