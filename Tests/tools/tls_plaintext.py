#!/usr/bin/env python3
"""Holds every decrypted octet of Fixtures/captures/tls against what the programs sent: by SHA-256, side by side.

tls_plaintext.py [--weir PATH]: prints what differs; exit status 1 when something does, or when nothing was compared. A side counts
whose truth has its octets (`sent`) and a key log that opens them (`readable`); of damaged captures tls_truth.py says what is left.
Standard library only.
"""

import argparse
import glob
import hashlib
import json
import os
import subprocess
import sys

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Fixtures/captures/tls")


def flows(weir, path, keylog):
    done = subprocess.run([weir, "report", "--json", "--keylog", keylog, path], stdout=subprocess.PIPE, check=True)
    return {(flow["client"].get("port"), flow["server"].get("port")): flow["id"] for flow in json.loads(done.stdout)["flows"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weir", default=".build/release/weir")
    weir = parser.parse_args().weir
    compared = different = 0
    for truth in sorted(glob.glob(os.path.join(FOLDER, "*.truth.json"))):
        path, keylog = truth.replace(".truth.json", ".pcap"), truth.replace(".truth.json", ".keylog")
        with open(truth) as file:
            connections = json.load(file)["connections"]
        ids = None
        for connection in connections:
            if connection["transport"] != "tcp" or "damage" in connection:
                continue
            for side in connection.get("readable", []):
                # Early data that the server refused is no part of what it was sent: only the program counts it.
                if side == "client" and connection.get("early_data") == "rejected":
                    continue
                sent = connection.get("sent", {}).get(side, {})
                if "sha256" not in sent:
                    continue
                ids = ids or flows(weir, path, keylog)
                flow = ids.get((connection["client"]["port"], connection["server"]["port"]))
                done = subprocess.run([weir, "stream", "--flow", str(flow), "--decrypted", "--side", side, "--keylog", keylog, path],
                                      stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
                compared += 1
                if hashlib.sha256(done.stdout).hexdigest() != sent["sha256"]:
                    different += 1
                    print(f"{os.path.basename(path)} flow {flow}: {side} sent {sent['bytes']} octets, decrypted {len(done.stdout)}")
    print(f"{compared} sides compared, {different} different")
    sys.exit(1 if different or not compared else 0)


if __name__ == "__main__":
    main()
