"""What a filter lets through, several interfaces at once, and "any"."""

from ..captures import File
from ..laboratory import SERVER
from ..programs import number_of, parsed, send_numbered, sent
from ..servers import settle, urls

OTHER = "10.78.0"


def check(laboratory, weir, server, judgement):
    kernel_filter(laboratory, weir, server, judgement)
    bad_filters(weir, judgement)
    laboratory.second_link("s1", "c1", OTHER)
    several(laboratory, weir, judgement)
    every(laboratory, weir, judgement)


def kernel_filter(laboratory, weir, server, judgement):
    folder = laboratory.fresh("filters")
    with_filter = weir.live("-f", "tcp port 80", "--json", "-w", f"{folder}/80.pcapng")
    rest = weir.live("-f", "not tcp port 80", "--json")
    server.curl(*urls(f"http://{SERVER}", "small.txt"))
    server.curl("--http2-prior-knowledge", *urls(f"http://{SERVER}:81", "small.txt"))
    count = sent(send_numbered(laboratory, SERVER, 100, 0.3))
    settle()
    for each in (with_filter, rest):
        judgement.equal(each.end(), 0, "status with a filter")
    ports = [flow["server"].get("port") for flow in parsed(with_filter.said())["flows"]]
    judgement.equal(set(ports), {80}, "ports of flows with -f 'tcp port 80'")
    others = parsed(rest.said())["flows"]
    judgement.demand(80 not in [flow["server"].get("port") for flow in others], "port 80 in spite of the filter")
    datagrams = sum(flow["packets"]["client"] for flow in others if flow["transport"] == "udp")
    judgement.equal(datagrams, count, "datagrams past a filter")
    file = File(f"{folder}/80.pcapng")
    judgement.equal(file.filters.get(0), "tcp port 80", "if_filter of the file")


def bad_filters(weir, judgement):
    for text in ("tcp prot 80", "host", "port 99999", "((tcp)"):
        one = weir.live("-f", text, ready=False)
        judgement.equal(one.wait(20), 64, f"status of the filter {text!r}")
        complaint = one.complained()
        judgement.demand(text in complaint, f"the complaint of {text!r} lacks it: {complaint!r}")
        judgement.demand("Traceback" not in complaint and "Fatal" not in complaint, f"{text!r}: {complaint!r}")
    judgement.demand("^" in complaint, f"no caret beneath {text!r}: {complaint!r}")


def several(laboratory, weir, judgement):
    folder = laboratory.fresh("filters")
    own = f"{folder}/both.pcapng"
    both = weir.live("-i", "s1", "-f", "udp", "--json", "-w", own, ready=False)
    both.capturing(2)
    senders = [send_numbered(laboratory, SERVER, 1000, 1),
               send_numbered(laboratory, f"{OTHER}.2", 1000, 1, port=4343, first=10**6)]
    counts = [sent(one) for one in senders]
    settle()
    judgement.equal(both.end(), 0, "status with two interfaces")
    document = parsed(both.said())
    captures = document.pop("captures")
    judgement.equal([capture["interface"] for capture in captures], ["s0", "s1"], "captures[] of two interfaces")
    file = File(own)
    judgement.equal(file.interfaces, ["s0", "s1"], "interfaces of the file")
    for index, first in ((0, 0), (1, 10**6)):
        found = [number_of(packet.octets) for packet in file.packets if packet.interface == index]
        found = [number for number in found if number is not None]
        judgement.equal(found, list(range(first, first + counts[index])), f"numbers of interface {index}")
        of_interface = sum(packet.interface == index for packet in file.packets)
        judgement.equal(captures[index]["packets"], of_interface, f"packets of {index}")
    # Where packets are ordered by their time, they are so over both.
    times = [packet.time for packet in file.packets]
    judgement.note(f"two interfaces: {sum(a > b for a, b in zip(times, times[1:]))} of {len(times)} packets before an earlier one")
    read = weir.report(own)
    read.pop("captures")
    judgement.same(document, read, "two interfaces, beside their file")


def every(laboratory, weir, judgement):
    folder = laboratory.fresh("filters")
    own = f"{folder}/any.pcapng"
    one = weir.live("-i", "any", "-f", "udp", "--json", "-w", own, device=None)
    senders = [send_numbered(laboratory, SERVER, 200, 0.5),
               send_numbered(laboratory, f"{OTHER}.2", 200, 0.5, port=4343, first=10**6)]
    counts = [sent(each) for each in senders]
    settle()
    judgement.equal(one.end(), 0, "status of any")
    document = parsed(one.said())
    judgement.equal(document["captures"][0]["packets"], sum(counts), "packets of any")
    found = sorted(number_of(packet.octets) for packet in File(own).packets)
    judgement.equal(found, [*range(counts[0]), *range(10**6, 10**6 + counts[1])], "numbers of any")
    document.pop("captures")
    read = weir.report(own)
    read.pop("captures")
    judgement.same(document, read, "any, beside its file")
