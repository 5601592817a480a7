"""A flood of flows: the table stays within its limit, and what was evicted is counted."""

from ..programs import parsed
from ..servers import settle
from ..traffic import replay, replayed, syns

FLOWS = 20_000
LIMIT = 1000


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
    judgement.demand(FLOWS - LIMIT in limits.values(), f"{FLOWS - LIMIT} evictions are not counted in limits: {limits}")
    judgement.note(f"limits {limits}")
