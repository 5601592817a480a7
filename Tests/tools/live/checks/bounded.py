"""A flood of flows: the table stays within its limit, and what was evicted is counted."""

from ..programs import parsed
from ..servers import settle
from ..traffic import replay, replayed, syns

FLOWS = 20_000
LIMIT = 1000
ROUND = 4096


def check(laboratory, weir, server, judgement):
    flood = laboratory.path("syns.pcap")
    syns(flood, FLOWS)
    one = weir.live("--json", "--max-flows", str(LIMIT), "-B", "16M", "-f", "dst host 10.77.200.1")
    count, rate = replayed(replay(laboratory, flood, "--pps", "20000"))
    settle()
    judgement.equal(one.end(), 0, f"status ({one.complained()[-200:]})")
    document = parsed(one.said())
    judgement.equal(count, FLOWS, "SYNs sent")
    judgement.equal(document["captures"][0]["packets"], FLOWS, "packets")
    judgement.equal(len(document["flows"]), FLOWS, "flows told, alive and evicted")
    limits = document.get("limits", {})
    evicted = limits.get("evicted_flows", 0)
    # The limit is kept from round to round, and a round has a chunk's packets.
    judgement.demand(FLOWS - LIMIT - ROUND <= evicted <= FLOWS - LIMIT, f"of {FLOWS} flows {evicted} were evicted, with {LIMIT} allowed")
    judgement.note(f"{evicted} of {FLOWS} flows evicted")
