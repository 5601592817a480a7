"""What --metrics offers: counters that grow, histograms of what there was, on loopback alone."""

import re

from ..laboratory import SERVER
from ..programs import records
from ..servers import settle, urls

PORT = 9464
SAMPLE = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[^}]*\})? (\S+)\Z")


def check(laboratory, weir, server, judgement):
    one = weir.live("--ndjson", "--metrics", f"127.0.0.1:{PORT}", "-f", "tcp port 80")
    before = scrape(laboratory, judgement)
    server.curl(*urls(f"http://{SERVER}", *["small.txt"] * 20, "missing", "upstream"))
    server.curl(*urls(f"http://{SERVER}", "page.html"))
    settle(2.5)
    after = scrape(laboratory, judgement)
    for name in before.keys() & after.keys():
        if "_total" in name or "_bucket" in name or name.endswith("_count"):
            judgement.demand(after[name] >= before[name], f"{name} went from {before[name]} to {after[name]}")
    one.end()
    told = records(one.said())
    exchanges = [record for record in told if record["record"] == "exchange"]
    flows = [record for record in told if record["record"] == "flow"]
    capture = next(record for record in told if record["record"] == "capture")
    expected = {
        "weir_packets_total": capture["packets"], "weir_bytes_total": capture["bytes"],
        "weir_exchanges_total": len(exchanges), "weir_request_seconds_count": len(exchanges),
        "weir_flows_begun_total": len(flows), "weir_handshake_seconds_count": len(flows), "weir_dropped_by_kernel_total": 0,
    }
    for name, value in expected.items():
        found = sum(after[key] for key in after if key.split("{")[0] == name)
        names = {key.split("{")[0] for key in after}
        judgement.demand(name in names, f"no {name} among {sorted(names)}")
        judgement.equal(found, value, name)
    addresses(laboratory, weir, judgement)


def scrape(laboratory, judgement):
    """Samples by name and labels; each line is as the text format wants it."""
    done = laboratory.inside(laboratory.server, "curl", "-s", "-i", "--max-time", "5", f"http://127.0.0.1:{PORT}/metrics")
    head, _, body = done.stdout.replace("\r\n", "\n").partition("\n\n")
    judgement.demand(head.startswith("HTTP/1.1 200") and "text/plain; version=0.0.4" in head, f"scrape: {head[:200]!r}")
    found, typed = {}, set()
    for line in body.splitlines():
        if line.startswith("# TYPE "):
            typed.add(line.split()[2])
        elif line and not line.startswith("#"):
            match = SAMPLE.match(line)
            if judgement.demand(match, f"scrape: {line!r}"):
                found[match[1] + (match[2] or "")] = float(match[3])
                family = re.sub(r"_(bucket|sum|count)\Z", "", match[1])
                judgement.demand({family, match[1]} & typed, f"scrape: {match[1]} has no TYPE")
    judgement.demand(body.endswith("\n"), "scrape: the last line does not end")
    return found


def addresses(laboratory, weir, judgement):
    one = weir.live("--ndjson", "--metrics", str(PORT + 1))
    listening = laboratory.inside(laboratory.server, "ss", "-Hltn", f"sport = :{PORT + 1}").stdout.split()
    judgement.demand(any(each.startswith(("127.0.0.1:", "[::1]:")) for each in listening), f"a port alone listens at {listening}")
    everywhere = any(each.startswith(("0.0.0.0:", "*:", "[::]:")) for each in listening[:4])
    judgement.demand(not everywhere, f"a port alone listens at {listening}")
    one.end()
