#!/usr/bin/env python3
"""Whether reports tell how long streams waited for others' losses, by the times that the receiving program noted.

    head_of_line_lab.py --weir PATH [--tolerance SECONDS] [--show N] [FOLDER]
    head_of_line_lab.py --weir PATH --record [--out FOLDER] [--lab PATH/tcplab.py] [--only NAME ...]
                        [--size OCTETS] [--streams N] [--seed N]

In the TCP laboratory (../shared/lab/tcplab.py beside the repository) nghttpd stands behind a wire that loses or delays segments by a
seeded plan, and head_of_line_client.py downloads several files at once. Both hosts' interfaces are recorded. Of each event in the
receiver's capture the report's delay of each stream is compared with what the program noted (head_of_line_truth.py), and no event may
be missing or made up. In the sender's capture, where a lost segment's first copy is as well, delays of the same repairs are compared.

Without --record it compares what was recorded before, by default Fixtures/captures/head_of_line. Recording needs root, nghttpd,
tcpdump and the laboratory. Exit status 1 when something differs by more than the tolerance.
"""

import argparse
import glob
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

from head_of_line_truth import Capture, at_sender, events, repairs
from tcp_lab_variants import BESIDE, load

HERE = os.path.dirname(os.path.abspath(__file__))
SHIPPED = os.path.join(HERE, "../../Fixtures/captures/head_of_line")
PORT = 8085
WAY = 0.010
# Of a sum of delays, how far the sender's capture may be off: nothing there tells which of the segments behind a hole came.
SENDER_SHARE = 0.15
# Octets of a frame's header: cut by a segment's end, it is nobody's until the rest has come.
HEADER = 9


# --- Plans of the wire: which data segments of the server's do not come as they should


def data_segments(choose):
    """`choose` gets the number of a data segment of the server's, and the chance; answers the delays of its copies."""
    def plan():
        count = [0]

        def fate(direction, index, tcp, chance):
            if direction != "s>c" or tcp[5] < 1000:
                return [WAY]
            count[0] += 1
            return choose(count[0], chance)
        return fate
    return plan


SCENARIOS = {
    "one-loss": ("One segment is lost.", data_segments(lambda number, chance: [] if number == 40 else [WAY])),
    "burst": ("Eight segments in a row are lost.", data_segments(lambda number, chance: [] if 40 <= number < 48 else [WAY])),
    "random": ("One segment in thirty is lost.", data_segments(lambda number, chance: [] if chance.random() < 1 / 30 else [WAY])),
    "late": ("One segment in thirty comes 4 to 40 ms late, and nothing is lost.",
             data_segments(lambda number, chance: [WAY + chance.uniform(0.004, 0.04)] if chance.random() < 1 / 30 else [WAY])),
}


# --- Recording


def record(lab, name, options, out):
    shows, plan = SCENARIOS[name]
    base = os.path.join(out, name)
    lab.build()
    wire = lab.Wire(plan(), options.seed)
    wire.base = WAY + 0.0001
    processes = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            for number in range(options.streams):
                with open(os.path.join(folder, f"{number}.bin"), "wb") as file:
                    file.write(bytes([number]) * options.size)
            for space, device, side in ((lab.C, "c0", "client"), (lab.S, "s0", "server")):
                dump = inside(space, "tcpdump", "-i", device, "-B", "16384", "-U", "-Z", "root", "-w", f"{base}.{side}.pcap", "tcp")
                processes.append(subprocess.Popen(dump, stderr=subprocess.PIPE))
                while b"listening" not in processes[-1].stderr.readline():
                    pass
            wire.start()
            server = inside(lab.S, "nghttpd", "--no-tls", "-d", folder, str(PORT))
            processes.append(subprocess.Popen(server, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            time.sleep(0.5)
            noted = os.path.join(folder, "noted.json")
            paths = [f"/{number}.bin" for number in range(options.streams)]
            client = [sys.executable, os.path.join(HERE, "head_of_line_client.py"), lab.SIP, str(PORT), noted, *paths]
            subprocess.run(inside(lab.C, *client), check=True)
            time.sleep(0.5)
            with open(noted) as file:
                truth = json.load(file)
        finally:
            wire.stopping = True
            for process in reversed(processes):
                process.send_signal(signal.SIGINT)
                process.wait()
            lab.teardown()
    document = {"shows": shows, "server_port": PORT, **truth}
    with open(base + ".truth.json", "w") as file:
        file.write("{" + ",\n ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in document.items()) + "}\n")


def inside(space, *command):
    return ["ip", "netns", "exec", space, *command]


# --- Comparing


def told(weir, path, port):
    """The report's events, and its sum of what each stream waited, each moment once."""
    done = subprocess.run([weir, "report", "--json", path], stdout=subprocess.PIPE, check=True)
    flow = next(flow for flow in json.loads(done.stdout)["flows"] if flow["server"].get("port") == port)
    return flow["http2"].get("head_of_line", []), flow["http2"].get("head_of_line_total", {}).get("delay_s", 0)


def waited(expected):
    """The same of what the program noted."""
    total = 0
    for stream in {stream for _, stream in expected}:
        end = 0
        for event in sorted((event for (_, other), event in expected.items() if other == stream), key=lambda event: event["from"]):
            total += max(0, event["to"] - max(event["from"], end))
            end = max(end, event["to"])
    return total


class Judgement:
    def __init__(self, options):
        self.options, self.lines, self.facts = options, [], 0

    def demand(self, true, line):
        self.facts += 1
        if not true:
            self.lines.append(line)

    def receiver(self, base, truth):
        """Every event of the capture, stream by stream. Answers the expected events, and the largest error."""
        expected = events(Capture(base + ".client.pcap"), truth)
        found, total = told(self.options.weir, base + ".client.pcap", truth["server_port"])
        reported = {(event["frame"], held["stream"]): held for event in found for held in event["held"]}
        worst = 0
        for key in sorted(expected.keys() | reported.keys()):
            where = f"frame {key[0]}, stream {key[1]}"
            if key not in reported or key not in expected:
                self.demand(False, f"{where}: {'not told' if key in expected else 'told, but nothing waited'}: "
                                   f"{expected.get(key) or reported.get(key)}")
                continue
            event, held = expected[key], reported[key]
            delay = event["to"] - event["from"]
            worst = max(worst, abs(held["delay_s"] - delay))
            self.demand(abs(held["delay_s"] - delay) <= self.options.tolerance,
                        f"{where}: delay_s {held['delay_s']}, noted {delay:.6f}")
            self.demand(abs(held["bytes"] - event["bytes"]) < HEADER, f"{where}: bytes {held['bytes']}, by the capture {event['bytes']}")
        noted = waited(expected)
        self.demand(abs(total - noted) <= self.options.tolerance * len(expected), f"sum: {total} s, noted {noted:.6f}")
        print(f"{os.path.basename(base)}, receiver: {len(expected)} delays of {len({key[0] for key in expected})} repairs, "
              f"{total:.4f} s told, {noted:.4f} s noted, largest error {worst * 1000:.2f} ms")
        return expected

    def sender(self, base, truth, expected):
        """The same repairs where they were sent."""
        capture = Capture(base + ".server.pcap")
        places, expected = repairs(capture, truth), at_sender(capture, truth, expected)
        noted = {}
        for (_, stream), event in expected.items():
            noted.setdefault((event["repaired"], stream), event["to"] - event["from"])
        reported = {}
        found, total = told(self.options.weir, base + ".server.pcap", truth["server_port"])
        for event in found:
            start, end = places[event["frame"]]
            for held in event["held"]:
                reported[start, held["stream"]] = held["delay_s"]
        both = noted.keys() & reported.keys()
        worst = max((abs(reported[key] - noted[key]) for key in both), default=0)
        close = sum(abs(reported[key] - noted[key]) <= self.options.tolerance for key in both)
        sums = total, waited(expected)
        print(f"{os.path.basename(base)}, sender:   {close} of {len(noted)} delays within the tolerance, "
              f"{len(reported) - len(both)} told beside them, {sums[0]:.4f} s told, {sums[1]:.4f} s noted, largest error {worst * 1000:.2f} ms")
        return sums


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weir", required=True)
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--out")
    parser.add_argument("--lab", default=BESIDE)
    parser.add_argument("--only", nargs="*", default=list(SCENARIOS))
    parser.add_argument("--size", type=int, default=60_000)
    parser.add_argument("--streams", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tolerance", type=float, default=0.003, help="seconds")
    parser.add_argument("--show", type=int, default=10, help="differences shown of each capture")
    parser.add_argument("folder", nargs="?", default=SHIPPED)
    options = parser.parse_args()
    if not options.record:
        return compare(options, options.folder)
    if os.geteuid():
        print("head_of_line_lab: skipped: recording makes network namespaces, which needs root")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        out = options.out or scratch
        os.makedirs(out, exist_ok=True)
        lab = load(options.lab)
        for name in options.only:
            record(lab, name, options, out)
        return compare(options, out)


def compare(options, folder):
    differing = facts = 0
    for path in sorted(glob.glob(os.path.join(folder, "*.truth.json"))):
        with open(path) as file:
            truth = json.load(file)
        base, judgement = path.removesuffix(".truth.json"), Judgement(options)
        expected = judgement.receiver(base, truth)
        sums = judgement.sender(base, truth, expected)
        if "late" not in os.path.basename(base):
            judgement.demand(abs(sums[0] - sums[1]) <= SENDER_SHARE * sums[1], f"sums at the sender: {sums[0]} told, {sums[1]} noted")
        for line in judgement.lines[:options.show]:
            print(f"    {line}")
        differing += bool(judgement.lines)
        facts += judgement.facts
    if not facts:
        sys.exit("nothing was recorded")
    print(f"{facts} facts compared, {differing} captures differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
