"""Live, read back from Weir's own file, and from tcpdump's of the same traffic: one and the same report."""

from ..captures import File, write_pcap
from ..programs import contents, files, parsed, records, stopped, tcpdump
from ..servers import encrypted, plain, settle

# Nanoseconds between two sockets' stamps of one packet: they are taken one after the other.
APART = 20_000_000
COMMENT = "the laboratory's"


def check(laboratory, weir, server, judgement):
    for name, formats in (("plain", "pcapng"), ("plain", "pcap"), ("tls", "pcapng"), ("tls without secrets", "pcapng")):
        one(laboratory, weir, server, judgement, name, formats)


def one(laboratory, weir, server, judgement, name, form):
    """All at once: --json and --ndjson with their files, and tcpdump."""
    folder = laboratory.fresh("equal")
    keys = f"{folder}/keys.log"
    open(keys, "w").close()
    secrets = ["--keylog", keys] if name == "tls" else []
    own, dump = f"{folder}/own.{form}", f"{folder}/dump.pcap"
    judged = f"{name}, {form}"
    beside = tcpdump(laboratory, dump)
    comment = ["--comment", COMMENT] if form == "pcapng" else []
    document = weir.live("--json", "-w", own, "--write-format", form, *comment, *secrets)
    streams_file = f"{folder}/streamed.{form}"
    streamed = weir.live("--ndjson", "-w", streams_file, "--write-format", form, *secrets)
    settle(0.3)
    encrypted(server, keys) if name.startswith("tls") else plain(server)
    settle()
    judgement.equal(document.end(), 0, f"{judged}: status of --json ({document.complained()[-200:]})")
    judgement.equal(streamed.end(), 0, f"{judged}: status of --ndjson ({streamed.complained()[-200:]})")
    judgement.equal(stopped(beside), 0, f"{judged}: lost by tcpdump")

    live = parsed(document.said())
    captures = live.pop("captures")
    # What was captured, and in which order.
    written = files_like(folder, "own")
    judgement.equal(written, [own], f"{judged}: files written")
    mine, theirs = contents(*written), contents(dump)
    judgement.demand(len(theirs) > 300, f"{judged}: tcpdump has {len(theirs)} packets")
    octets = [packet[1] for packet in mine], [packet[1] for packet in theirs]
    judgement.demand(octets[0] == octets[1], f"{judged}: the file has {len(mine)} packets, tcpdump's {len(theirs)}; "
                                             f"{first_difference(*octets)}")
    judgement.equal(captures[0]["packets"], len(theirs), f"{judged}: packets told")
    apart = max((abs(one[0] - other[0]) for one, other in zip(mine, theirs)), default=0)
    judgement.demand(apart < APART, f"{judged}: a packet's time is {apart / 1e6:.3f} ms from tcpdump's")
    if form == "pcapng":
        judgement.equal(File(own).rest, 0, f"{judged}: octets behind the last block")
        judgement.equal(File(own).comments, [COMMENT], f"{judged}: comments of the file")
    # What is told of it. The kernel stamps a packet for each socket anew: tcpdump's gets the other's times.
    same_times = f"{folder}/dump-times.pcap"
    write_pcap(same_times, [(one[0], other[1]) for one, other in zip(mine, theirs)])
    for path, what in ((own, "its own file"), (same_times, "tcpdump's file")):
        read = weir.report(*secrets, path)
        of_file = read.pop("captures")[0]
        judgement.same(live, read, f"{judged}: live beside {what}")
        for key in ("packets", "bytes", "captured_bytes", "first_time", "last_time", "link_types"):
            judgement.equal(captures[0].get(key), of_file.get(key), f"{judged}: captures[].{key} beside {what}")
    judgement.note(f"{judged}: {len(mine)} packets, {len(live['flows'])} flows, times within {apart / 1000:.0f} us of tcpdump's")
    judgement.equal([packet[1] for packet in contents(streams_file)], octets[1], f"{judged}: octets in the file of --ndjson")
    streams(judgement, judged, weir.report(*secrets, streams_file), records(streamed.said()))
    if name == "tls":
        kept_secret(judgement, keys, (document, streamed))
        # The file has the secrets itself.
        alone = weir.report(own)
        alone.pop("captures")
        judgement.demand(all(flow["tls"].pop("key_source") == "capture" for flow in alone["flows"]), f"{judged}: sources of keys")
        for flow in live["flows"]:
            flow["tls"].pop("key_source")
        judgement.same(live, alone, f"{judged}: live beside its own file without the key log")
        decrypted = any(flow.get("tls", {}).get("decrypted") for flow in live["flows"])
        judgement.demand(decrypted, f"{judged}: nothing was decrypted live")
        judgement.demand(sum(len(flow.get("http", [])) for flow in live["flows"]) >= 10, f"{judged}: exchanges inside TLS")


def kept_secret(judgement, keys, runs):
    """No secret of the key log is in what was printed."""
    with open(keys) as file:
        secrets = {line.split()[2] for line in file if not line.startswith("#")}
    judgement.demand(len(secrets) >= 5, f"{len(secrets)} secrets in the key log")
    for run in runs:
        printed = (run.said() + run.complained()).lower()
        judgement.demand(not any(secret.lower() in printed for secret in secrets), f"{run.command}: prints a secret")


def streams(judgement, judged, document, told):
    """Records of --ndjson hold what the document holds."""
    kinds = {}
    for record in told:
        kinds.setdefault(record.pop("record"), []).append(record)
    judgement.equal(len(kinds.get("summary", [])), 1, f"{judged}: summaries")
    judgement.equal(len(kinds.get("capture", [])), 1, f"{judged}: capture records")
    flows = {flow["id"]: flow for flow in kinds.get("flow", [])}
    judgement.equal(len(flows), len(kinds.get("flow", [])), f"{judged}: flows told once")
    judgement.equal(set(flows), {flow["id"] for flow in document["flows"]}, f"{judged}: flows")
    for flow in document["flows"]:
        if flow["id"] in flows:
            told, expected = without_exchanges(flows[flow["id"]]), without_exchanges(flow)
            judgement.same(told[0], expected[0], f"{judged}: flow {flow['id']} as a record")
            # Exchanges that were told long ago may be let go of.
            newest = expected[1][len(expected[1]) - len(told[1]):]
            judgement.same(told[1], newest, f"{judged}: exchanges in the record of {flow['id']}")
    exchanges = {}
    for record in kinds.get("exchange", []):
        flow, index = record.pop("flow"), record.pop("exchange")
        judgement.demand((flow, index) not in exchanges, f"{judged}: exchange {index} of flow {flow} told twice")
        exchanges[flow, index] = record
    ends = {flow["id"]: flow for flow in document["flows"]}
    expected = {(flow["id"], index): each for flow in document["flows"] for index, each in enumerate(flow.get("http", []))}
    judgement.equal(set(exchanges), set(expected), f"{judged}: exchanges")
    for key in exchanges.keys() & expected.keys():
        for end in ("client", "server"):
            told = exchanges[key].pop(end)
            of_flow = {name: ends[key[0]][end].get(name) for name in told}
            judgement.same(told, of_flow, f"{judged}: {end} of exchange {key[1]} of {key[0]}")
        judgement.same(exchanges[key], expected[key], f"{judged}: exchange {key[1]} of flow {key[0]} as a record")
    order = lambda finding: (finding.get("flow", ""), finding["id"], finding.get("frames", []))
    judgement.same(sorted(kinds.get("finding", []), key=order), sorted(document["findings"], key=order), f"{judged}: findings")


def without_exchanges(flow):
    """A flow without its exchanges, and those."""
    return {key: value for key, value in flow.items() if key != "http"}, flow.get("http", [])


def files_like(folder, name):
    return [path for path in files(folder) if name in path.rsplit("/", 1)[1]]


def first_difference(mine, theirs):
    for index, (one, other) in enumerate(zip(mine, theirs)):
        if one != other:
            return f"packet {index + 1} has {len(one)} octets, tcpdump's {len(other)}"
    return "the shorter is the beginning of the longer" if len(mine) != len(theirs) else "all the same"
