"""What comparisons of reports with programs' own words share: the command line, a report a capture, and what is printed."""

import argparse
import glob
import json
import os
import subprocess
import sys

from http_compare import Differences

CAPTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Fixtures/captures")


def name(path):
    return "/".join(path.removesuffix(".truth.json").split(os.sep)[-2:])


def read(path):
    with open(path) as file:
        return json.load(file)


def main(description, folders, judge, self_check, size):
    """Compares every capture that has a truth beside it. judge(weir, path, truth) answers Differences, size(truth) what a truth is
    of, in words. Answers the exit status."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weir", help="the program")
    parser.add_argument("--only", help="names of captures, comma separated, or the beginnings of names")
    parser.add_argument("--show", type=int, default=8, help="differences shown of each capture")
    parser.add_argument("--self-check", action="store_true")
    parser.add_argument("folders", nargs="*", default=[os.path.join(CAPTURES, folder) for folder in folders])
    options = parser.parse_args()
    truths = sorted(path for folder in options.folders
                    for path in glob.glob(os.path.join(folder, "**/*.truth.json"), recursive=True))
    if options.only:
        truths = [path for path in truths if os.path.basename(path).startswith(tuple(options.only.split(",")))]
    if not truths:
        sys.exit("no captures with a truth beside them")
    if options.self_check:
        return 1 if sum(self_check(name(path), read(path)) for path in truths) else 0
    if not options.weir:
        parser.error("--weir names the program")
    differing = facts = 0
    for path in truths:
        truth = read(path)
        found = judge(options.weir, path, truth)
        facts += found.facts
        differing += bool(found.lines)
        print(f"{name(path)}: {f'{len(found.lines)} DIFFERENCES' if found.lines else 'equal'}"
              f" ({size(truth)}, {found.facts} facts)")
        for line in found.lines[:options.show]:
            print(f"    {line}")
        if len(found.lines) > options.show:
            print(f"    and {len(found.lines) - options.show} more")
    print(f"{len(truths) - differing} of {len(truths)} captures equal, {facts} facts compared")
    return 1 if differing else 0


def judge_report(weir, capture, options, compare, keylog=None):
    """The Differences that compare(report) finds in what Weir says of a capture; a secret of the key log in its output is one."""
    done = run(weir, "report", "--json", "--reveal-secrets", *options, capture)
    if done.returncode != 0:
        return failure(f"weir ended with {done.returncode}: {done.stderr.decode(errors='replace').strip()}")
    try:
        found = compare(json.loads(done.stdout))
    except json.JSONDecodeError as error:
        return failure(f"the report is not JSON: {error}")
    for secret in secrets(keylog) if keylog else []:
        found.facts += 1
        if secret in done.stdout.lower() or secret in done.stderr.lower():
            found.lines.append("a secret of the key log is in the output")
    return found


def failure(line):
    found = Differences()
    found.lines.append(line)
    return found


def secrets(path):
    with open(path) as file:
        return [fields[2].lower().encode() for fields in (line.split() for line in file) if len(fields) == 3]


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
