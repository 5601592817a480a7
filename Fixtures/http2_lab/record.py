"""Records the scenarios: record.py [--only NAME…] (see ../record_http2.sh, which prepares what this needs)."""

import argparse
import glob
import json
import os
import re
import subprocess
import sys
import textwrap
from importlib import metadata

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[1:1] = [os.path.join(HERE, "../lab"), os.path.join(HERE, "../http_lab")]

import conversations
import damage
import document
import served
from capture import Capture
from certificates import Certificates
from connections import Connections
from lab import Lab, run

import scenarios_grpc
import scenarios_nghttp
import scenarios_talks
import scenarios_web
import web

CAPTURES = os.path.join(HERE, "../captures")
GROUPS = (scenarios_nghttp, scenarios_talks, scenarios_web, scenarios_grpc)

FIGURES = {
    "start": "what shows that it is HTTP/2, as the scenario arranged it",
    "tls": "whether it is inside TLS, which the key log opens",
    "exchanges": "as a side told them that received them: fields in their order; wire_body_bytes in octets of DATA, "
                 "padding included, body_bytes without it",
    "frames": "how many of each type a side told of; header blocks once, however many frames they came in",
    "data_bytes": "octets of DATA that each side sent, without padding",
    "settings": "of each SETTINGS frame, its pairs of identifier and value, in order",
    "waits": "the sending program's own clock: from when the windows allowed it nothing to when they did again",
    "inside": "exchanges in tunnels, in their order",
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", nargs="*", help="names of scenarios, or the beginnings of names")
    options = parser.parse_args()
    folder = os.path.join(CAPTURES, "http2")
    os.makedirs(folder, exist_ok=True)
    with Lab("http2") as lab:
        certificates = Certificates(lab.work)
        certificates.all()
        served.files(lab.work)
        run("gcc", "-Wall", "-Wextra", "-O", "-shared", "-fPIC", "-o", lab.path("keylog.so"), os.path.join(HERE, "keylog.c"))
        web.start(lab)
        for group in GROUPS:
            for scenario in group.SCENARIOS:
                if not options.only or any(name(scenario).startswith(only) for only in options.only):
                    record(lab, scenario, os.path.join(folder, name(scenario)))
    damage.all_of(folder)
    origin(folder)


def record(lab, scenario, path):
    known = Connections(" ".join(scenario.__doc__.split()), FIGURES)
    open(lab.path("keys"), "w").close()
    with lab.capture(path + ".pcap"):
        finish = scenario(lab, known)
    if finish:
        finish()
    document.write(path + ".truth.json", known.written(conversations.opened(Capture(path + ".pcap"))))
    with open(lab.path("keys")) as file:
        keys = file.read()
    if keys:
        with open(path + ".keylog", "w") as file:
            file.write(keys)
    exchanges = sum(len(connection["exchanges"]) for connection in known.connections)
    print(f"{os.path.basename(path)}: {len(known.connections)} connections, {exchanges} exchanges,"
          f" {os.path.getsize(path + '.pcap')} octets", flush=True)


def origin(folder):
    """The folder's ORIGIN.txt, from what each truth says it shows."""
    with open(os.path.join(folder, "ORIGIN.txt"), "w") as file:
        file.write(ORIGIN.format(**versions()))
        for path in sorted(glob.glob(os.path.join(folder, "*.truth.json"))):
            with open(path) as truth_file:
                shows = json.load(truth_file)["shows"]
            file.write(textwrap.fill(f"{os.path.basename(path).removesuffix('.truth.json'):<26} {shows}", 125,
                                     subsequent_indent=" " * 27) + "\n")


def versions():
    def said(pattern, *command):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return re.search(pattern, done.stdout.decode())[1]

    return {"nghttp": said(r"nghttp2/(\S+)", "nghttp", "--version"), "nginx": said(r"nginx/(\S+)", "nginx", "-v"),
            "curl": said(r"curl (\S+)", "curl", "-V"), "haproxy": said(r"version (\S+?)-", "haproxy", "-v"),
            "grpc": metadata.version("grpcio"), "h2": metadata.version("h2"), "wsproto": metadata.version("wsproto")}


ORIGIN = """\
From: Fixtures/record_http2.sh: hosts in network namespaces on one switch (client 10.9.0.1, proxy .2, origin .4), MTU 1500, recorded
      at the switch: nghttp, nghttpd, nghttpx and h2load {nghttp}, nginx {nginx}, curl {curl}, haproxy {haproxy}, grpcio {grpc},
      Python's h2 {h2} and wsproto {wsproto}, and programs of Fixtures/http2_lab. Made for Weir, certificates and their keys too: no
      third-party content. Credentials in them are made up. Licence: as Weir's.
Each scenario is NAME.pcap, what crossed the switch, and NAME.truth.json, what the programs themselves said, a connection at a time;
its figures say what each name means. Where TLS is, NAME.keylog has the secrets that a program of it logged (all of this traffic is
worthless). Where a capture lacks octets (damage), `lost` names the parts of an exchange that do; that was done after the recording.
lab.desc is Fixtures/http2_lab/lab.proto as a FileDescriptorSet. Tests/tools/http2_truth.py compares reports with the truths.
No port is HTTP/2's own: recognition is by content.

"""


def name(scenario):
    return scenario.__name__.strip("_").replace("_", "-")


if __name__ == "__main__":
    sys.exit(main())
