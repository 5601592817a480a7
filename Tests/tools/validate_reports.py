#!/usr/bin/env python3
"""Validates what weir prints about every capture of a folder against the schemas it prints itself.

    validate_reports.py [--jobs 2] WEIR FOLDER…

For each file: `weir report --json`, `weir report --ndjson`, `weir http --json`, `weir tls --json`, `weir http2 --json` and, where the program
has it, `weir packets --json`. A key log beside a capture, named after it, is used. Demanded:
JSON without duplicate keys that its schema accepts; exit status 0, or 2 with damage reported; status 1 only, and always,
where nothing is printed (the file is no capture); a one-line reason on standard error for 1 and 2; the records equal to the
document. The schemas themselves are checked too: valid draft 2020-12, every reference resolves, every key described, no
object open by accident.

Needs jsonschema: pip install jsonschema, or Debian's python3-jsonschema.
"""

import argparse
import json
import multiprocessing
import os
import subprocess
import sys

from jsonschema import Draft202012Validator

SUBJECTS = ("report", "records", "packets", "exchanges", "handshakes", "connections")
# A packet's lines are many and alike: so many of each file are validated, all are parsed.
PACKETS_VALIDATED = 200


class Duplicate(ValueError):
    pass


def unique(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise Duplicate(f"duplicate keys: {sorted({key for key in keys if keys.count(key) > 1})}")
    return found


def refuse(constant):
    raise ValueError(f"{constant} is no JSON")


def parse(text):
    return json.loads(text.decode("utf-8"), object_pairs_hook=unique, parse_constant=refuse)


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=300)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


# The schemas


def check_schema(name, schema):
    """What is wrong with a schema, beyond what its metaschema says."""
    Draft202012Validator.check_schema(schema)
    definitions = schema.get("$defs", {})
    used = set()

    def walk(node, place):
        if isinstance(node, list):
            for index, item in enumerate(node):
                yield from walk(item, f"{place}/{index}")
            return
        if not isinstance(node, dict):
            return
        if "$ref" in node:
            target = node["$ref"].removeprefix("#/$defs/")
            used.add(target)
            if target not in definitions:
                yield f"{name}: {place}: {node['$ref']} leads nowhere"
        constraint = "/allOf/" in place or "/then/" in place or place.endswith(("/if", "/then", "/else", "/not"))
        if isinstance(node.get("properties"), dict) and not constraint:
            for key, value in node["properties"].items():
                target = definitions.get(value.get("$ref", "").removeprefix("#/$defs/"), {})
                if "description" not in value and "description" not in target:
                    yield f"{name}: {place}: {key} is not described"
            closed = "additionalProperties" in node or "unevaluatedProperties" in node
            if not closed and not place.endswith("_members") and "oneOf" not in node:
                yield f"{name}: {place}: open to any key"
        for key, value in node.items():
            if key in ("enum", "const", "required", "dependentRequired"):
                continue
            yield from walk(value, f"{place}/{key}")

    yield from walk(schema, "#")
    for definition in definitions:
        # The common definitions go into every schema, whether it needs them or not.
        if name not in ("packets", "exchanges", "handshakes", "connections") and definition not in used:
            yield f"{name}: {definition} is not used"


# One file


def explain(error):
    while error.context:
        error = max(error.context, key=lambda each: len(each.absolute_path))
    return f"{error.json_path}: {error.message[:300]}"


def check_status(status, output, complaint, damaged):
    if status not in (0, 1, 2):
        yield f"exit status {status}: {complaint[-300:]}"
        return
    if (status == 1) != (not output):
        yield f"exit status {status} with {len(output)} octets of output"
    if status == 1 and len(complaint.splitlines()) != 1:
        yield f"exit status 1 with {len(complaint.splitlines())} lines of explanation: {complaint[:300]}"
    if output and (status == 2) != damaged:
        yield f"exit status {status}, but the capture is {'damaged' if damaged else 'whole'}"
    if status == 0 and complaint:
        yield f"exit status 0, but: {complaint[:300]}"


def keys(path):
    """The key log of a capture: its name with .keylog behind, or in place of its ending."""
    for log in (path + ".keylog", os.path.splitext(path)[0] + ".keylog"):
        if os.path.exists(log) and any(not line.startswith(b"#") and line.strip() for line in open(log, "rb")):
            return ["--keylog", log]
    return []


def check_report(path):
    status, output, complaint = run(weir, "report", "--json", *keys(path), path)
    document = parse(output) if output else None
    damaged = bool(document) and any("damage" in capture for capture in document["captures"])
    yield from check_status(status, output, complaint, damaged)
    if document:
        for error in validators["report"].iter_errors(document):
            yield explain(error)
        yield from check_document(document)
        yield from check_exchanges(path, document)
        yield from check_handshakes(path, document)
        yield from check_connections(path, document)
    yield from check_records(path, document, status)


def check_exchanges(path, document):
    """The lines of `weir http --json` are the exchanges and sessions of the report's flows."""
    status, output, _ = run(weir, "http", "--json", *keys(path), path)
    if status not in (0, 2):
        yield f"http --json: exit status {status}"
    lines = [parse(line) for line in output.splitlines()]
    for number, line in enumerate(lines, 1):
        for error in validators["exchanges"].iter_errors(line):
            yield f"http --json, line {number}: {explain(error)}"
    own = ("flow", "exchange", "client", "server", "proxy_protocol", "websocket")
    told = {
        (line["flow"], line["exchange"]): {key: value for key, value in line.items() if key not in own}
        for line in lines
        if "exchange" in line
    }
    reported = {(flow["id"], index): each for flow in document["flows"] for index, each in enumerate(flow.get("http", []))}
    if told != reported:
        yield "http --json: other exchanges than report --json"
    if sum("websocket" in line for line in lines) != sum(len(flow.get("websocket", [])) for flow in document["flows"]):
        yield "http --json: other WebSockets than report --json"


def check_handshakes(path, document):
    """The lines of `weir tls --json` are the sessions of the report's flows."""
    status, output, _ = run(weir, "tls", "--json", *keys(path), path)
    if status not in (0, 2):
        yield f"tls --json: exit status {status}"
    lines = [parse(line) for line in output.splitlines()]
    for number, line in enumerate(lines, 1):
        for error in validators["handshakes"].iter_errors(line):
            yield f"tls --json, line {number}: {explain(error)}"
    own = ("flow", "session", "client", "server")
    told = {(line["flow"], line["session"]): {key: value for key, value in line.items() if key not in own} for line in lines}
    reported = {
        (flow["id"], index): each
        for flow in document["flows"]
        if "tls" in flow
        for index, each in enumerate([flow["tls"], *flow.get("tls_inner", [])])
    }
    if told != reported:
        yield "tls --json: other sessions than report --json"


def check_connections(path, document):
    """The lines of `weir http2 --json` are the HTTP/2 connections of the report's flows."""
    status, output, _ = run(weir, "http2", "--json", *keys(path), path)
    if status not in (0, 2):
        yield f"http2 --json: exit status {status}"
    lines = [parse(line) for line in output.splitlines()]
    for number, line in enumerate(lines, 1):
        for error in validators["connections"].iter_errors(line):
            yield f"http2 --json, line {number}: {explain(error)}"
    own = ("flow", "session", "client", "server")
    told = {(line["flow"], line["session"]): {key: value for key, value in line.items() if key not in own} for line in lines}
    reported = {
        (flow["id"], index): each
        for flow in document["flows"]
        if "http2" in flow
        for index, each in enumerate([flow["http2"], *flow.get("http2_inner", [])])
    }
    if told != reported:
        yield "http2 --json: other connections than report --json"


def check_document(document):
    ids = [flow["id"] for flow in document["flows"]]
    if len(set(ids)) != len(ids):
        yield "two flows with one id"
    order = [tuple(map(int, each.split("."))) for each in ids]
    if order != sorted(order):
        yield "flows out of order"
    for finding in document["findings"]:
        if finding["flow"] not in ids:
            yield f"{finding['id']} of no flow: {finding['flow']}"
        if finding["frames"] != sorted(finding["frames"]):
            yield f"{finding['id']}: frames out of order"
    packets = sum(capture["packets"] for capture in document["captures"])
    stacked = sum(protocol["packets"] for protocol in document["protocols"])
    if packets != stacked:
        yield f"{packets} packets, but {stacked} in protocols"


def check_records(path, document, expected):
    status, output, complaint = run(weir, "report", "--ndjson", *keys(path), path)
    if status != expected:
        yield f"--ndjson: exit status {status}, --json: {expected}"
    if not document:
        if output:
            yield "--ndjson prints something, --json nothing"
        return
    records = [parse(line) for line in output.splitlines()]
    for number, record in enumerate(records, 1):
        # The definition of its kind, not the choice between them: faster, and its errors say what is wrong.
        for error in validators[record["record"] + "_record"].iter_errors(record):
            yield f"--ndjson, line {number}: {explain(error)}"

    def of(kind):
        return [{key: value for key, value in each.items() if key != "record"} for each in records if each["record"] == kind]

    def place(flow):
        return tuple(map(int, flow.split(".")))

    flows = sorted(of("flow"), key=lambda flow: place(flow["id"]))
    # An indexes-only comparison would not tell layers whose names became known later.
    if flows != document["flows"]:
        yield "--ndjson: other flows than --json"
    if sorted(of("finding"), key=lambda finding: place(finding["flow"])) != document["findings"]:
        yield "--ndjson: other findings than --json"
    if of("capture") != document["captures"]:
        yield "--ndjson: other captures than --json"
    summary = of("summary")
    if len(summary) != 1 or records[-1]["record"] != "summary":
        yield "--ndjson: the last line is not the one summary"
    elif any(summary[0].get(key) != document.get(key) for key in ("quality", "protocols", "malformed", "limits")):
        yield "--ndjson: another summary than --json"


def check_packets(path):
    status, output, complaint = run(weir, "packets", "--json", path)
    if status not in (0, 1, 2):
        yield f"packets: exit status {status}: {complaint[-300:]}"
    for number, line in enumerate(output.splitlines(), 1):
        packet = parse(line)
        if number <= PACKETS_VALIDATED:
            for error in validators["packets"].iter_errors(packet):
                yield f"packets, line {number}: {explain(error)}"


def check(path):
    try:
        found = list(check_report(path))
        if "packets" in commands:
            found += check_packets(path)
    except Exception as error:  # one file must not hide the others
        found = [f"{type(error).__name__}: {error}"]
    return path, found[:20]


# The run


def prepare(program, schemas, wanted):
    """In each process: the validators, compiled once."""
    global weir, validators, commands
    weir, commands = program, wanted
    validators = {name: Draft202012Validator(schema) for name, schema in schemas.items()}
    for kind in ("capture", "flow", "finding", "summary"):
        name = f"{kind}_record"
        validators[name] = Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schemas["records"]["$defs"]})


def is_candidate(name):
    return not name.endswith((".tsv", ".md", ".keylog", ".json", ".txt")) and not name.startswith(".")


def main():
    parser = argparse.ArgumentParser(description="Validates what weir prints against the schemas it prints.")
    parser.add_argument("weir")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()

    problems = []
    schemas = {}
    for subject in SUBJECTS:
        status, output, complaint = run(arguments.weir, "schema", f"--{subject}")
        if status:
            sys.exit(f"weir schema --{subject}: exit status {status}: {complaint}")
        schemas[subject] = parse(output)
        problems += check_schema(subject, schemas[subject])
    commands = ["report"]
    if "--json" in run(arguments.weir, "packets", "--help")[1].decode():
        commands.append("packets")

    paths = []
    for folder in arguments.folders:
        if os.path.isfile(folder):
            paths.append(folder)
        for place, _, names in os.walk(folder):
            paths += [os.path.join(place, name) for name in names if is_candidate(name)]
    valid = 0
    with multiprocessing.Pool(arguments.jobs, prepare, (arguments.weir, schemas, commands)) as pool:
        for path, found in pool.imap_unordered(check, sorted(paths), chunksize=4):
            valid += not found
            problems += [f"{path}: {each}" for each in found]
    for problem in problems:
        print(problem)
    if "packets" not in commands:
        print("weir packets --json: not there yet, not validated")
    print(f"{valid} reports valid, of {len(paths)} files")
    if not paths:
        print("no files, so nothing was validated")
    sys.exit(1 if problems or not valid or valid != len(paths) else 0)


if __name__ == "__main__":
    main()
