#!/usr/bin/env python3
"""Validates the archives that `weir export har` writes of captures: HAR 1.2, and more than its schema says.

    validate_har.py WEIR CAPTURE-OR-FOLDER…
    validate_har.py --har FILE.har…

For each capture: exit status 0, or 2 with damage reported; JSON without duplicate keys that the schema below accepts, which
is written after the specification (softwareishard.com/blog/har-12-spec) and knows every field of it, with custom fields under
an underscore only; `time` the sum of the timings; what importers of browsers read (Chrome's HARFormat, Firefox's
HarImporter) there and of the right kind: an absolute URL that parses, the list of pages, dates, WebSocket messages; base64
that decodes to the size told; no exchange lost beside `weir http --json`.

Needs jsonschema: pip install jsonschema, or Debian's python3-jsonschema.
"""

import base64
import datetime
import ipaddress
import json
import math
import os
import re
import subprocess
import sys
import urllib.parse

from jsonschema import Draft202012Validator

STRING = {"type": "string"}
NUMBER = {"type": "number"}
SIZE = {"type": "integer", "minimum": -1}
# ISO 8601 as the specification writes it: YYYY-MM-DDThh:mm:ss.sTZD.
DATE = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}


def thing(required, optional=None):
    """An object with these members; others must begin with an underscore. All may have a comment (new in 1.2)."""
    properties = dict(required, **(optional or {}), comment=STRING)
    return {
        "type": "object",
        "required": sorted(required),
        "properties": properties,
        "patternProperties": {"^_": True},
        "additionalProperties": False,
    }


def ref(name):
    return {"$ref": f"#/$defs/{name}"}


def array(name):
    return {"type": "array", "items": ref(name)}


PHASE = {"anyOf": [{"const": -1}, {"type": "number", "minimum": 0}]}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["log"],
    "properties": {"log": ref("log")},
    "additionalProperties": False,
    "$defs": {
        "log": thing(
            {"version": {"const": "1.2"}, "creator": ref("creator"), "entries": array("entry")},
            {"browser": ref("creator"), "pages": array("page")},
        ),
        "creator": thing({"name": STRING, "version": STRING}),
        "page": thing({"startedDateTime": DATE, "id": STRING, "title": STRING, "pageTimings": ref("pageTimings")}),
        "pageTimings": thing({}, {"onContentLoad": NUMBER, "onLoad": NUMBER}),
        "entry": thing(
            {
                "startedDateTime": DATE,
                "time": {"type": "number", "minimum": 0},
                "request": ref("request"),
                "response": ref("response"),
                "cache": ref("cache"),
                "timings": ref("timings"),
            },
            {"pageref": STRING, "serverIPAddress": STRING, "connection": STRING},
        ),
        "request": thing(
            {
                "method": STRING,
                "url": STRING,
                "httpVersion": STRING,
                "cookies": array("cookie"),
                "headers": array("record"),
                "queryString": array("record"),
                "headersSize": SIZE,
                "bodySize": SIZE,
            },
            {"postData": ref("postData")},
        ),
        "response": thing(
            {
                "status": {"type": "integer", "minimum": 0},
                "statusText": STRING,
                "httpVersion": STRING,
                "cookies": array("cookie"),
                "headers": array("record"),
                "content": ref("content"),
                "redirectURL": STRING,
                "headersSize": SIZE,
                "bodySize": SIZE,
            }
        ),
        "cookie": thing(
            {"name": STRING, "value": STRING},
            {"path": STRING, "domain": STRING, "expires": DATE, "httpOnly": {"type": "boolean"}, "secure": {"type": "boolean"}},
        ),
        "record": thing({"name": STRING, "value": STRING}),
        "postData": thing({"mimeType": STRING, "params": array("parameter"), "text": STRING}),
        "parameter": thing({"name": STRING}, {"value": STRING, "fileName": STRING, "contentType": STRING}),
        "content": thing(
            {"size": {"type": "integer", "minimum": 0}, "mimeType": STRING},
            {"compression": {"type": "integer"}, "text": STRING, "encoding": {"const": "base64"}},
        ),
        "cache": thing({}, {"beforeRequest": ref("cached"), "afterRequest": ref("cached")}),
        "cached": {
            "anyOf": [
                {"type": "null"},
                thing({"lastAccess": STRING, "eTag": STRING, "hitCount": NUMBER}, {"expires": STRING}),
            ]
        },
        "timings": thing(
            {phase: {"type": "number", "minimum": 0} for phase in ("send", "wait", "receive")},
            {phase: PHASE for phase in ("blocked", "dns", "connect", "ssl")},
        ),
    },
}
# Chrome's own fields, which its importer reads.
MESSAGE = {
    "type": "object",
    "required": ["type", "time", "opcode", "data"],
    "properties": {
        "type": {"enum": ["send", "receive"]},
        "time": {"type": "number", "minimum": 0},
        # 0 is a continuation of nothing, which a broken peer sends.
        "opcode": {"enum": [0, 1, 2]},
        "data": STRING,
    },
    "patternProperties": {"^_": True},
    "additionalProperties": False,
}


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


def parse(octets):
    return json.loads(octets.decode("utf-8"), object_pairs_hook=unique, parse_constant=refuse)


def faults_of_url(url):
    """As a browser's URL constructor would refuse it."""
    if not re.fullmatch(r"[!-~]+", url):
        return "is not visible ASCII"
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https", "ws", "wss"):
        return f"has the scheme {parts.scheme!r}"
    if not parts.hostname:
        return "has no host"
    try:
        parts.port
    except ValueError as error:
        return str(error)
    if parts.hostname.split(".")[-1][:1].isdigit() or ":" in parts.hostname:
        try:
            ipaddress.ip_address(parts.hostname)
        except ValueError as error:
            return str(error)
    return "has a fragment" if "#" in url else None


def faults_of_entry(entry):
    timings = entry["timings"]
    if timings.get("ssl", -1) > timings.get("connect", -1) + 1e-5:
        yield f"ssl takes {timings['ssl']}, connect only {timings['connect']}"
    total = sum(timings[phase] for phase in ("blocked", "dns", "connect", "send", "wait", "receive") if timings[phase] != -1)
    if not math.isclose(total, entry["time"], abs_tol=1e-5):
        yield f"time is {entry['time']}, its parts {total}"
    date = re.sub(r"(\.\d{6})\d+", r"\1", entry["startedDateTime"]).replace("Z", "+00:00")
    datetime.datetime.fromisoformat(date)
    fault = faults_of_url(entry["request"]["url"])
    if fault:
        yield f"the URL {entry['request']['url']!r} {fault}"
    ipaddress.ip_address(entry["serverIPAddress"])
    content = entry["response"]["content"]
    if "text" in content:
        octets = base64.b64decode(content["text"], validate=True) if "encoding" in content else content["text"].encode()
        if len(octets) != content["size"] and "[redacted]" not in content["text"]:
            yield f"content has {len(octets)} octets, its size is {content['size']}"
    if entry["response"]["status"] == 0 and "_error" not in entry["response"]:
        yield "no response, and no reason"
    if entry.get("_resourceType") == "websocket":
        for fault in Draft202012Validator({"type": "array", "items": MESSAGE}).iter_errors(entry.get("_webSocketMessages")):
            yield f"_webSocketMessages: {fault.message[:200]}"
        for message in entry["_webSocketMessages"]:
            if message["opcode"] == 2:
                base64.b64decode(message["data"], validate=True)


def faults_of(archive):
    found = [f"{error.json_path}: {error.message[:200]}" for error in Draft202012Validator(SCHEMA).iter_errors(archive)]
    if found:
        return found
    if archive["log"].get("pages") != []:
        found.append("Firefox wants a list of pages")
    for index, entry in enumerate(archive["log"]["entries"]):
        try:
            found += [f"entries[{index}]: {fault}" for fault in faults_of_entry(entry)]
        except ValueError as error:
            found.append(f"entries[{index}]: {error}")
    return found


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=600)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def check(weir, path):
    """Entries, and what is wrong with the archive of a capture."""
    status, listed, complaint = run(weir, "http", "--json", path)
    if status == 1:
        return 0, []
    status, octets, complaint = run(weir, "export", "har", path)
    if status not in (0, 2):
        return 0, [f"exit status {status}: {complaint.strip()}"]
    try:
        archive = parse(octets)
    except ValueError as error:
        return 0, [str(error)]
    entries = archive["log"]["entries"]
    found = faults_of(archive)
    lines = len(listed.splitlines())
    if lines != len(entries):
        found.append(f"{len(entries)} entries, but weir http lists {lines} exchanges")
    return len(entries), found


def captures(places):
    for place in places:
        if os.path.isdir(place):
            for folder, _, names in sorted(os.walk(place)):
                yield from (os.path.join(folder, name) for name in sorted(names) if re.search(r"\.p?cap(ng)?(\.|$)", name))
        else:
            yield place


def main():
    arguments = sys.argv[1:]
    if len(arguments) < 2:
        sys.exit(__doc__)
    Draft202012Validator.check_schema(SCHEMA)
    files = entries = 0
    broken = []
    if arguments[0] == "--har":
        for path in arguments[1:]:
            with open(path, "rb") as file:
                archive = parse(file.read())
            files, entries = files + 1, entries + len(archive["log"]["entries"])
            broken += [(path, fault) for fault in faults_of(archive)]
    else:
        for path in captures(arguments[1:]):
            count, found = check(arguments[0], path)
            files, entries = files + 1, entries + count
            broken += [(path, fault) for fault in found]
    for path, fault in broken[:40]:
        print(f"{path}: {fault}")
    print(f"{files} files, {entries} entries, {len(broken)} faults")
    sys.exit(1 if broken or entries == 0 else 0)


if __name__ == "__main__":
    main()
