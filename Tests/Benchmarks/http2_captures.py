#!/usr/bin/env python3
"""Makes large captures of HTTP/2 to measure on: h2load against nghttpd, in a network namespace of their own.

    http2_captures.py OUT.pcap [--exchanges N] [--connections N] [--streams N] [--tls]

Segments of a wire's size (loopback with an MTU of 1500, no offload), recorded by tcpdump, which must not lose one; it is recorded
again until none is lost. Twenty small files by turns, 100 streams at once on each connection. With --tls, OUT.keylog opens it.
OUT.json says what h2load and nghttpd were told and what h2load counted. Never commit what it makes.

Needs root, and on Debian: iproute2 ethtool tcpdump nghttp2-client nghttp2-server openssl
"""

import argparse
import contextlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SPACE = "weir-h2load"
PORT = 8080
MTU = 1500
# Octets that tcpdump may fall behind; KiB, as it wants them.
BUFFER = 1 << 19
ATTEMPTS = 4
NEEDED = ("ip", "ethtool", "tcpdump", "nghttpd", "h2load", "openssl")


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout.decode()


def inside(*command):
    return ["ip", "netns", "exec", SPACE, *command]


@contextlib.contextmanager
def space():
    subprocess.run(["ip", "netns", "del", SPACE], stderr=subprocess.DEVNULL)
    run("ip", "netns", "add", SPACE)
    try:
        run("ip", "-n", SPACE, "link", "set", "lo", "mtu", str(MTU), "up")
        run(*inside("ethtool", "-K", "lo", "tso", "off", "gso", "off", "gro", "off"))
        yield
    finally:
        run("ip", "netns", "del", SPACE)


@contextlib.contextmanager
def ending(command, sign, ready=None, **options):
    """A program while something is done; with `ready`, from when it says so on."""
    process = subprocess.Popen(inside(*command), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, **options)
    try:
        while ready and ready not in (line := process.stderr.readline()):
            if not line:
                sys.exit(f"{command[0]} ended early")
        yield process
    finally:
        process.send_signal(sign)
        process.said = process.communicate()[1].decode()


def files(folder):
    """Twenty, of 2 to 150 octets, the same every time; answers the paths to ask for."""
    chance = random.Random(6)
    names = [f"{chance.choice(['items', 'people', 'orders'])}-{number}.{chance.choice(['json', 'txt', 'css'])}"
             for number in range(20)]
    for name in names:
        with open(os.path.join(folder, name), "w") as file:
            file.write("".join(chance.choices("abcdefgh ", k=chance.randint(2, 150))))
    return [f"/{name}" for name in names]


def certificate(folder):
    key, pem = os.path.join(folder, "key.pem"), os.path.join(folder, "certificate.pem")
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", pem, "-days", "30",
        "-subj", "/CN=bench.test")
    return key, pem


def record(path, folder, options):
    """Once; answers what h2load said, and how many packets tcpdump lost."""
    served = os.path.join(folder, "served")
    os.makedirs(served, exist_ok=True)
    scheme = "https" if options.tls else "http"
    urls = [f"{scheme}://127.0.0.1:{PORT}{name}" for name in files(served)]
    transport = certificate(folder) if options.tls else ["--no-tls"]
    server = ["nghttpd", "-d", served, "-n", "1", *([] if options.tls else transport), str(PORT), *(transport if options.tls else [])]
    environment = {**os.environ, "SSLKEYLOGFILE": path.rsplit(".", 1)[0] + ".keylog"} if options.tls else None
    with ending(server, signal.SIGTERM):
        time.sleep(0.5)
        dump = ["tcpdump", "-i", "lo", "-B", str(BUFFER), "-s", "0", "-Z", "root", "-w", path, f"tcp port {PORT}"]
        with ending(dump, signal.SIGINT, b"listening") as dumping:
            load = ["h2load", "-n", str(options.exchanges), "-c", str(options.connections), "-m", str(options.streams), "-t", "1",
                    "-H", "accept: */*", "-H", "accept-language: de, en;q=0.5", *urls]
            said = subprocess.run(inside(*load), check=True, stdout=subprocess.PIPE, env=environment).stdout.decode()
            time.sleep(3)
    return said, int(re.search(r"(\d+) packets? dropped by kernel", dumping.said)[1])


def counted(said):
    """What h2load says of what it did."""
    requests = re.search(r"(\d+) total, (\d+) started, (\d+) done, (\d+) succeeded, (\d+) failed", said)
    traffic = re.search(r"traffic: .*?\((\d+)\) total, .*?\((\d+)\) headers .*?\((\d+)\) data", said)
    return {"exchanges": int(requests[1]), "succeeded": int(requests[4]), "failed": int(requests[5]),
            "octets_received": int(traffic[1]), "header_octets_received": int(traffic[2]), "data_octets_received": int(traffic[3])}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path")
    parser.add_argument("--exchanges", type=int, default=500_000)
    parser.add_argument("--connections", type=int, default=10)
    parser.add_argument("--streams", type=int, default=100, help="at once, of a connection")
    parser.add_argument("--tls", action="store_true")
    options = parser.parse_args()
    if missing := [name for name in NEEDED if not shutil.which(name)]:
        sys.exit(f"not found: {', '.join(missing)}")
    if os.geteuid() != 0:
        sys.exit("network namespaces need root")
    base = options.path.rsplit(".", 1)[0]
    with space(), tempfile.TemporaryDirectory() as folder:
        for _ in range(ATTEMPTS):
            if options.tls:
                open(base + ".keylog", "w").close()
            said, lost = record(options.path, folder, options)
            if not lost:
                break
            print(f"tcpdump lost {lost} packets: once more", file=sys.stderr)
        else:
            sys.exit("tcpdump always lost packets")
    facts = {"connections": options.connections, "streams": options.streams, "tls": options.tls, **counted(said),
             "capture_octets": os.path.getsize(options.path)}
    with open(base + ".json", "w") as file:
        file.write(json.dumps(facts, indent=2) + "\n")
    print(", ".join(f"{name} {value}" for name, value in facts.items()))


if __name__ == "__main__":
    main()
