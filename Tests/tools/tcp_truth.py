#!/usr/bin/env python3
"""How true TCP verdicts are: Weir's, and tshark's beside them, against the hosts that sent the segments.

    tcp_truth.py [--weir PATH] [--no-tshark] [--only SCENARIO,...] [--show] [--markdown] [--floor [NAME=]PERCENT]... [FOLDER...]

The scenarios of the TCP laboratory below the folders, by default those that come with Weir, are labelled from what the
hosts and the wire know (tcp_labels.py says how); then each tool's verdicts are counted:

  right   it says so, and it was so        false   it says so, and it was not so      missed   it was so, and it does not say so

Precision is right of right and false, recall right of right and missed. A capture is taken at one of two hosts: "at its
sender" speaks of segments that the capture's own host sent, "at its receiver" of those that came to it. Triggers are counted
at the sender, a capture at a time, against its kernel's counters. Who calls a trigger or a necessity unknown has missed it.

Exit status 1 when Weir falls below a floor (--floor N is for all rows, NAME=N for one; the percentage is right of all three),
when its events and figures disagree, or when the labels do not fit what the kernels counted. --show lists wrong frames.
Standard library only, and tshark, where it is installed.
"""

import argparse
import collections
import json
import multiprocessing
import os
import shutil
import subprocess
import sys

from tcp_labels import HOSTS, Scenario, scenarios

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
SHIPPED = os.path.join(ROOT, "Fixtures/captures/tcplab")

PLACES = ("sender", "receiver")
TRIGGERS = ("timeout", "slow_start", "fast", "tail_probe", "syn", "fin")
FRAMES = [(kind, f"{name}, at its {place}", place)
          for place in PLACES
          for kind, name in (("retransmission", "retransmission"), ("out_of_order", "out of order"),
                             ("network_duplicate", "network duplicate"))]
ANYWHERE = [("keep_alive", "keep-alive"), ("zero_window", "zero window"), ("zero_window_probe", "zero window probe")]
EQUAL = "captures with as many retransmissions as the kernel"
ROWS = ([name for _, name, _ in FRAMES] + [EQUAL]
        + [f"trigger {kind.replace('_', ' ')}" for kind in TRIGGERS]
        + [f"{word}, at its {place}" for word in ("spurious", "needed") for place in PLACES]
        + [name for _, name in ANYWHERE] + ["handshake", "teardown"])
# The rows that a tool has an opinion about.
SPEAKS = {
    "weir": set(ROWS),
    "tshark": {name for _, name, _ in FRAMES} | {name for _, name in ANYWHERE}
              | {EQUAL, "trigger fast", "spurious, at its sender", "spurious, at its receiver"},
}


# --- What the tools say


class Verdicts:
    """Of one capture."""

    def __init__(self):
        # Frames by kind.
        self.frames = collections.defaultdict(set)
        # Of retransmissions, frames by necessity.
        self.necessity = {"needed": set(), "spurious": set()}
        # Of each host: retransmitted segments, and by trigger.
        self.segments = dict.fromkeys(HOSTS, 0)
        self.triggers = {host: collections.Counter() for host in HOSTS}
        self.handshake = None
        # Outcome, who was first, whether both closed at once.
        self.teardown = (None, None, False)
        self.complaints = []


def ask_weir(program, path, _):
    done = subprocess.run([program, "report", "--json", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
    verdicts = Verdicts()
    if done.returncode not in (0, 2):
        verdicts.complaints.append(f"weir ends with {done.returncode}: {done.stderr[-200:].decode(errors='replace')}")
        return verdicts
    for flow in json.loads(done.stdout)["flows"]:
        if "tcp" in flow:
            read_connection(flow["id"], flow["tcp"], verdicts)
    return verdicts


def read_connection(name, tcp, verdicts):
    listed = {host: collections.Counter() for host in HOSTS}
    for event in tcp.get("events", []):
        kind, frame = event["kind"], event["frame"]
        verdicts.frames[kind].add(frame)
        if kind == "retransmission":
            segments = event.get("segments", 1)
            counts = listed[event["sender"]]
            counts["segments"] += segments
            counts[event["trigger"]] += segments
            counts["slow_start"] += segments if event.get("slow_start") else 0
            if event["necessity"] in verdicts.necessity:
                counts[event["necessity"]] += segments
                verdicts.necessity[event["necessity"]].add(frame)
    for host in HOSTS:
        figures = tcp[host].get("retransmissions", {})
        told = {key: value for key, value in figures.items() if value and key != "bytes"}
        if "events_omitted" not in tcp and told != {key: value for key, value in listed[host].items() if value}:
            verdicts.complaints.append(f"flow {name}: of the {host}, events tell {dict(listed[host])}, figures {told}")
        verdicts.segments[host] += figures.get("segments", 0)
        for kind in TRIGGERS:
            verdicts.triggers[host][kind] += figures.get(kind, 0)
        # The figures count a timeout's followers with it.
        verdicts.triggers[host]["timeout"] -= figures.get("slow_start", 0)
    verdicts.handshake = tcp["handshake"]["outcome"]
    teardown = tcp["teardown"]
    verdicts.teardown = (teardown["outcome"], teardown.get("first"), teardown.get("simultaneous", False))


TSHARK_FIELDS = ["retransmission", "fast_retransmission", "spurious_retransmission", "out_of_order", "keep_alive",
                 "zero_window", "zero_window_probe"]


def ask_tshark(program, path, labels):
    arguments = [program, "-n", "-r", path, "-Y", "tcp.analysis.flags", "-T", "fields", "-e", "frame.number"]
    for field in TSHARK_FIELDS:
        arguments += ["-e", f"tcp.analysis.{field}"]
    output = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    verdicts = Verdicts()
    closed = set()
    for line in output.splitlines():
        number, *values = line.split("\t")
        number = int(number)
        found = {field for field, value in zip(TSHARK_FIELDS, values) if value}
        host = labels.sender.get(number)
        for kind in found:
            verdicts.frames[kind].add(number)
        if "retransmission" in found and host:
            verdicts.segments[host] += 1
            verdicts.triggers[host]["fast"] += "fast_retransmission" in found
        if "spurious_retransmission" in found:
            verdicts.necessity["spurious"].add(number)
        if "zero_window" in found:
            closed.add(number)
    verdicts.frames["zero_window"] = first_of_runs(closed, labels)
    return verdicts


def first_of_runs(closed, labels):
    """tshark marks every segment with a window of 0; the question is how often one was closed."""
    found, last = set(), {}
    for number in sorted(labels.sender):
        if number in closed and not last.get(labels.sender[number]):
            found.add(number)
        last[labels.sender[number]] = number in closed
    return found


# --- Counting


class Score:
    """Right, false and missed by row, of one tool."""

    def __init__(self):
        self.rows = {row: [0, 0, 0] for row in ROWS}
        # Missed retransmissions that arrived in order: no octet told what they were.
        self.silent = 0
        self.shown = []
        self.complaints = []

    def add(self, row, counts):
        for index, count in enumerate(counts):
            self.rows[row][index] += count

    def sets(self, row, where, truth, said):
        self.add(row, (len(truth & said), len(said - truth), len(truth - said)))
        if truth != said:
            self.shown.append((row, f"{where}: {row}: false {sorted(said - truth)[:20]} missed {sorted(truth - said)[:20]}"))

    def counts(self, row, where, truth, said):
        right = min(truth, said)
        self.add(row, (right, said - right, truth - right))
        if truth != said:
            self.shown.append((row, f"{where}: {row}: {said}, the kernel says {truth}"))

    def same(self, row, where, truth, said):
        self.add(row, (truth == said, 0, truth != said))
        if truth != said:
            self.shown.append((row, f"{where}: {row}: {said}, but it is {truth}"))

    def only(self, rows):
        for row in set(ROWS) - rows:
            self.rows[row] = [0, 0, 0]
        self.shown = [each for each in self.shown if each[0] in rows]
        return self

    def merge(self, one):
        for row, counts in one.rows.items():
            self.add(row, counts)
        self.silent += one.silent
        self.shown += one.shown
        self.complaints += one.complaints


def judge(scenario, tap, verdicts, rows):
    """Score one tool's verdicts about one capture, in the rows that it speaks about."""
    score, labels = Score(), scenario.labels[tap]
    where = os.path.relpath(scenario.path(tap))
    score.complaints = [f"{where}: {each}" for each in verdicts.complaints]
    own = {frame for frame, host in labels.sender.items() if host == tap}
    judged = {"sender": own - labels.mixed, "receiver": set(labels.sender) - own - labels.mixed}

    for kind, row, place in FRAMES:
        free = labels.doubled_acks if kind == "network_duplicate" else set()
        truth, said = labels.frames(kind) & judged[place], (verdicts.frames[kind] & judged[place]) - free
        score.sets(row, where, truth, said)
        if kind == "retransmission":
            score.silent += len((truth - said) & labels.silent)
    for kind, row in ANYWHERE:
        score.sets(row, where, labels.frames(kind), verdicts.frames[kind] & set(labels.sender))
    score.same(EQUAL, where, scenario.kernel[tap].get("RetransSegs", 0), verdicts.segments[tap])
    judge_triggers(scenario, tap, verdicts, score, where)
    for word, needed in (("spurious", False), ("needed", True)):
        truth = {frame for frame, was in labels.needed.items() if was is needed}
        for place in PLACES:
            score.sets(f"{word}, at its {place}", where, truth & judged[place], verdicts.necessity[word] & judged[place])
    score.same("handshake", where, scenario.handshake(), verdicts.handshake)
    if scenario.handshake() == "complete":
        outcome, first, both = scenario.teardown()
        # Which of two that closed at once was first depends on the place.
        said = (verdicts.teardown[0], None if both else verdicts.teardown[1], verdicts.teardown[2])
        score.same("teardown", where, (outcome, first, both), said)
    return score.only(rows)


def judge_triggers(scenario, tap, verdicts, score, where):
    """What the capture's own host sent again, against its kernel's counters."""
    truth, said = scenario.triggers(tap), verdicts.triggers[tap]
    truth["fin"] = scenario.fins(tap)
    # The kernel counts a repeated FIN as a timeout or a tail loss probe, and does not say which: both are tried.
    shares = range(max(0, truth["fin"] - truth["tail_probe"]), min(truth["fin"], truth["timeout"]) + 1)
    timeouts = min(shares or [0], key=lambda count: abs(truth["timeout"] - count - said["timeout"]))
    truth["timeout"] -= timeouts
    truth["tail_probe"] -= truth["fin"] - timeouts
    for kind in TRIGGERS:
        score.counts(f"trigger {kind.replace('_', ' ')}", where, truth[kind], said[kind])


def work(job):
    """One scenario: the tools' scores, what is wrong with the labels, and how many frames could not be labelled."""
    folder, name, programs = job
    scenario, scores = Scenario(folder, name), {}
    for tool, program in programs.items():
        scores[tool] = Score()
        for tap in HOSTS:
            verdicts = ASK[tool](program, scenario.path(tap), scenario.labels[tap])
            scores[tool].merge(judge(scenario, tap, verdicts, SPEAKS[tool]))
    notes = [f"{os.path.relpath(os.path.join(folder, name))}: {note}" for note in scenario.notes]
    return scores, notes, sum(len(labels.mixed) for labels in scenario.labels.values())


ASK = {"weir": ask_weir, "tshark": ask_tshark}


# --- Printing


def percent(part, rest):
    return f"{100 * part / (part + rest):.2f} %" if part + rest else "–"


def cells(row, counts):
    """Right, false, missed, precision, recall; of rows that count captures, one cell."""
    right, false, missed = counts
    if row in (EQUAL, "handshake", "teardown"):
        return [f"{right} of {right + missed}"]
    return [str(right), str(false), str(missed), percent(right, false), percent(right, missed)]


def table(total):
    """Rows of (name, cells by tool); no cells where a tool does not speak."""
    for row in ROWS:
        if any(sum(score.rows[row]) for score in total.values()):
            yield row, [cells(row, score.rows[row]) if row in SPEAKS[tool] else [] for tool, score in total.items()]


HEAD = ("right", "false", "missed", "precision", "recall")
SIZES = (9, 7, 7, 11, 10)


def print_text(rows, tools):
    width = max(len(row) for row, _ in rows)
    print(" " * width + "".join(("   " + tool).ljust(sum(SIZES)) for tool in tools).rstrip())
    print(" " * width + "".join(name.rjust(size) for _ in tools for name, size in zip(HEAD, SIZES)))
    for row, found in rows:
        line = row.ljust(width)
        for each in found:
            if len(each) == 1:
                line += each[0].rjust(sum(SIZES[:3])).ljust(sum(SIZES))
            else:
                line += "".join(value.rjust(size) for value, size in zip(each or [""] * len(SIZES), SIZES))
        print(line.rstrip())


def print_markdown(rows, tools):
    print("| right / false / missed | " + " | ".join(f"{tool} | precision, recall" for tool in tools) + " |")
    print("|---" * (1 + 2 * len(tools)) + "|")
    for row, found in rows:
        line = [row]
        for each in found:
            line += [" / ".join(each[:3]), ", ".join(each[3:])] if each else ["–", ""]
        print("| " + " | ".join(line) + " |")


# --- The run


def floors(given):
    """Of each row its floor."""
    found = {}
    for each in given:
        name, named, percentage = each.rpartition("=")
        if named and name not in ROWS:
            sys.exit(f"no such row: {name}. There are: {'; '.join(ROWS)}")
        for row in [name] if named else ROWS:
            found[row] = float(percentage)
    return found


def below(score, given):
    for row, floor in floors(given).items():
        right, total = score.rows[row][0], sum(score.rows[row])
        if total and 100 * right / total < floor:
            yield f"{row}: {100 * right / total:.2f} %, below {floor:g} %"


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", default=[SHIPPED])
    parser.add_argument("--weir", default=os.path.join(ROOT, ".build/release/weir"))
    parser.add_argument("--no-weir", action="store_true", help="judge tshark alone")
    parser.add_argument("--no-tshark", action="store_true")
    parser.add_argument("--only", metavar="SCENARIO,...")
    parser.add_argument("--show", action="store_true", help="list Weir's wrong frames; with --no-weir tshark's")
    parser.add_argument("--markdown", action="store_true", help="print the table as it stands in README.md")
    parser.add_argument("--floor", action="append", default=[], metavar="[NAME=]PERCENT")
    arguments = parser.parse_args()
    floors(arguments.floor)
    return arguments


def choose_programs(arguments):
    programs = {}
    if not arguments.no_weir:
        if not os.access(arguments.weir, os.X_OK):
            sys.exit(f"{arguments.weir}: no such program; --weir names it")
        programs["weir"] = arguments.weir
    if not arguments.no_tshark:
        if shutil.which("tshark"):
            programs["tshark"] = "tshark"
        else:
            print("tshark is not installed, and so is not compared", file=sys.stderr)
    return programs


def main():
    arguments = read_arguments()
    programs = choose_programs(arguments)
    jobs = [(folder, name, programs) for folder, name in scenarios(arguments.folders)
            if not arguments.only or name in arguments.only.split(",")]
    if not jobs or not programs:
        sys.exit("nothing to judge")

    total, problems, mixed = {tool: Score() for tool in programs}, [], 0
    with multiprocessing.Pool(2) as pool:
        for scores, notes, unjudged in pool.imap(work, jobs):
            for tool, score in scores.items():
                total[tool].merge(score)
            problems += notes
            mixed += unjudged
    if arguments.show:
        for _, line in next(iter(total.values())).shown:
            print(line)
    (print_markdown if arguments.markdown else print_text)(list(table(total)), list(total))
    if not arguments.markdown:
        print(f"\n{len(jobs)} scenarios, {2 * len(jobs)} captures")
        for tool, score in total.items():
            if score.silent:
                print(f"{tool}: of the retransmissions missed, {score.silent} came in order: no octet tells what they are")
        if mixed:
            print(f"{mixed} frames not judged: a network card joined packets of different kinds")
    if "weir" in total:
        problems += total["weir"].complaints
        problems += below(total["weir"], arguments.floor)
    for problem in problems:
        print(problem, file=sys.stderr)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
