"""Whether tshark reads in the recordings what the truths say: check.py [FILE.pcap…]. It knows neither of them.

Of each connection that the key log opens: version, cipher suite, server name, and the application data's length and digest.
tshark cannot follow everything; NOT_TSHARK says what, and why.
"""

import glob
import hashlib
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "../captures/tls")
VERSIONS = {"0x0300": "ssl3", "0x0301": "1.0", "0x0302": "1.1", "0x0303": "1.2", "0x0304": "1.3", "0xfeff": "1.0", "0xfefd": "1.2",
            "0xfefc": "1.3"}
NOT_TSHARK = [
    ("-second-key", "", "resumed before its lines: tshark looks for a session's secret in connections before, not after"),
    ("dtls12", "CHACHA20", "tshark 4.0 does not open ChaCha20-Poly1305 in DTLS"),
    ("dtls13", "", "tshark 4.0 knows no DTLS 1.3"),
    ("openssl-tls12-others", "ARIA", "tshark has no ARIA"),
    ("damaged-segment-lost", "", "tshark reads nothing behind a hole, though it is known where the next record begins"),
    ("damaged-header-lost", "", "tshark reads nothing behind a hole"),
]
SUITES = ":".join("TLS_" + suite for suite in ("AES_128_GCM_SHA256", "AES_256_GCM_SHA384", "CHACHA20_POLY1305_SHA256",
                                               "AES_128_CCM_SHA256", "AES_128_CCM_8_SHA256"))


def fields(capture, options, transport):
    """Per conversation of tshark's: the ends, and what its ServerHellos say."""
    kind = "tls" if transport == "tcp" else "dtls"
    names = ["tcp.stream" if transport == "tcp" else "udp.stream", "ip.src", f"{transport}.srcport", f"{transport}.dstport",
             f"{kind}.handshake.version", f"{kind}.handshake.extensions.supported_version", f"{kind}.handshake.ciphersuite",
             f"{kind}.handshake.type"]
    done = subprocess.run(["tshark", "-n", "-r", capture, *options, "-Y", f"{kind}.handshake.type==2",
                           "-T", "fields", *(part for name in names for part in ("-e", name))], stdout=subprocess.PIPE, check=True,
                          stderr=subprocess.DEVNULL)
    found = {}
    for line in done.stdout.decode().splitlines():
        stream, _, source, destination, version, supported, cipher, _ = line.split("\t")
        found[(int(destination), int(source))] = (
            stream, VERSIONS.get((supported or version).split(",")[-1]), cipher.split(",")[-1])
    return found


def followed(capture, options, stream, port):
    """The octets of both sides that tshark decrypts: those of the client, who has the port, and the server's."""
    done = subprocess.run(["tshark", "-n", "-r", capture, *options, "-q", "-z", f"follow,tls,raw,{stream}"],
                          stdout=subprocess.PIPE, check=True, stderr=subprocess.DEVNULL)
    sides = (bytearray(), bytearray())
    lines = done.stdout.decode().splitlines()
    node = next((line for line in lines if line.startswith("Node 0")), "")
    for line in lines[next((i for i, line in enumerate(lines) if line.startswith("Node 1")), len(lines)) + 1:]:
        if not line.startswith("="):
            sides[line.startswith("\t")].extend(bytes.fromhex(line.strip()))
    return sides if node.endswith(f":{port}") else sides[::-1]


def datagrams(capture, options, stream, port):
    """The same of DTLS, which tshark 4.0 does not follow."""
    done = subprocess.run(["tshark", "-n", "-r", capture, *options, "-Y", f"udp.stream=={stream}", "-T", "fields",
                           "-e", "udp.srcport", "-e", "data.data"], stdout=subprocess.PIPE, check=True, stderr=subprocess.DEVNULL)
    sides = (bytearray(), bytearray())
    for line in done.stdout.decode().splitlines():
        source, octets = line.split("\t")
        sides[int(source) != port].extend(bytes.fromhex(octets.replace(",", "")))
    return sides


def numbers():
    done = subprocess.run(["openssl", "ciphers", "-V", "-stdname", "-ciphersuites", SUITES, "ALL:COMPLEMENTOFALL:@SECLEVEL=0"],
                          stdout=subprocess.PIPE, check=True)
    found = {}
    for line in done.stdout.decode().splitlines():
        number, _, name, *_ = line.split()
        found[name] = "0x" + number.replace("0x", "").replace(",", "").lower()
    return found


def main():
    cipher_numbers = numbers()
    captures = sys.argv[1:] or sorted(glob.glob(os.path.join(FOLDER, "*.pcap")))
    wrong = checked = 0
    for capture in captures:
        base = capture.removesuffix(".pcap")
        with open(base + ".truth.json") as file:
            truth = json.load(file)
        options = ["-o", f"tls.keylog_file:{base}.keylog", "-o", "tcp.reassemble_out_of_order:TRUE"]
        for connection in truth["connections"]:
            dissector = "pgsql" if connection.get("starttls") == "postgresql" else "tls"
            if connection["transport"] == "udp":
                dissector = "dtls"
            options += ["-d", f"{connection['transport']}.port=={connection['server']['port']},{dissector}"]
        hellos = {transport: fields(capture, options, transport)
                  for transport in {connection["transport"] for connection in truth["connections"]}}
        for connection in truth["connections"]:
            ends = (connection["client"]["port"], connection["server"]["port"])
            where = f"{os.path.basename(base)} {ends[0]}>{ends[1]}"
            stream, version, cipher = hellos[connection["transport"]].get(ends, (None, None, None))
            complaints = []
            if connection.get("version", version) != version:
                complaints.append(f"version {version}, told {connection.get('version')}")
            if "cipher" in connection and cipher_numbers.get(connection["cipher"]) != cipher:
                complaints.append(f"cipher {cipher}, told {connection['cipher']}")
            if connection.get("readable") and stream is not None:
                sides = (followed(capture, options, stream, ends[0]) if connection["transport"] == "tcp"
                         else datagrams(capture, options, stream, ends[0]))
                for side, octets in zip(("client", "server"), sides):
                    sent = connection.get("sent", {}).get(side)
                    bounds = connection.get("bounds", {}).get(side)
                    if bounds and side in connection["readable"]:
                        if not bounds[0] <= len(octets) <= bounds[1]:
                            complaints.append(f"{side} sent {bounds}, tshark reads {len(octets)}")
                    elif side in connection["readable"] and sent and (
                            sent["bytes"] != len(octets) or sent["sha256"] != hashlib.sha256(octets).hexdigest()):
                        complaints.append(f"{side} sent {sent['bytes']}, tshark reads {len(octets)}")
            checked += 1
            known = [why for part, suite, why in NOT_TSHARK if part in base and suite in connection.get("cipher", "")]
            for complaint in complaints if not known else ():
                wrong += 1
                print(f"{where}: {complaint}")
    print(f"{checked} connections looked at, {wrong} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
