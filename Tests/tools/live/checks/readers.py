"""Who reads what Weir writes: slowly, not to the end, or another program."""

import os
import shlex

from ..captures import File
from ..laboratory import SERVER
from ..programs import PORT, contents, number_of, records, send_numbered, sent, stopped, tcpdump, tool
from ..servers import settle, urls


def check(laboratory, weir, server, judgement):
    slow(laboratory, weir, server, judgement)
    leaving(laboratory, weir, server, judgement)
    onward(laboratory, weir, judgement)


def shell(laboratory, line, name):
    return laboratory.start(laboratory.server, "bash", "-c", line, name=name)


def slow(laboratory, weir, server, judgement):
    folder = laboratory.fresh("readers")
    line = (f"{shlex.quote(weir.path)} live -i s0 --duration 6s --ndjson 2>{folder}/complaint | (sleep 5; cat >{folder}/records); "
            f"echo ${{PIPESTATUS[0]}} >{folder}/status")
    one = shell(laboratory, line, "slow")
    settle(1)
    # More than a pipe holds.
    for _ in range(5):
        server.curl(*urls(f"http://{SERVER}", *["small.txt"] * 60))
    one.wait(40)
    judgement.equal(text(f"{folder}/status").strip(), "0", f"slow reader: status ({text(folder + '/complaint')[-200:]})")
    found = records(text(f"{folder}/records"))
    judgement.equal(sum(record["record"] == "exchange" for record in found), 300, "slow reader: exchanges")
    judgement.equal(found[-1]["record"] if found else None, "summary", "slow reader: the last record")


def leaving(laboratory, weir, server, judgement):
    folder = laboratory.fresh("readers")
    line = (f"{shlex.quote(weir.path)} live -i s0 --ndjson -w {folder}/own.pcapng 2>{folder}/complaint "
            f"| head -n 2 >{folder}/records; echo ${{PIPESTATUS[0]}} >{folder}/status")
    one = shell(laboratory, line, "leaving")
    settle(1)
    for _ in range(4):
        server.curl(*urls(f"http://{SERVER}", *["small.txt"] * 5))
        settle(0.2)
    one.wait(30)
    # No more than that it began, and what it wrote.
    complaint = [line for line in text(f"{folder}/complaint").splitlines() if "capturing on" not in line and "wrote" not in line]
    judgement.equal(complaint, [], "closed pipe: complaint")
    judgement.demand(text(f"{folder}/status").strip() in ("0", "141"), f"closed pipe: status {text(folder + '/status')}")
    judgement.equal(len(records(text(f"{folder}/records"))), 2, "closed pipe: records read")
    weir.report(f"{folder}/own.pcapng")


def onward(laboratory, weir, judgement):
    folder = laboratory.fresh("readers")
    for form in ("pcapng", "pcap"):
        dump = f"{folder}/dump.pcap"
        beside = tcpdump(laboratory, dump, f"udp port {PORT}")
        line = (f"{shlex.quote(weir.path)} live -i s0 -f 'udp port {PORT}' --duration 3s -w - --write-format {form} "
                f"| tee {folder}/through.{form} | tcpdump -n -r - 2>{folder}/complaint >{folder}/lines; "
                f"echo ${{PIPESTATUS[0]}} >{folder}/status")
        one = shell(laboratory, line, "onward")
        settle(1)
        count = sent(send_numbered(laboratory, SERVER, 1000, 0.5))
        one.wait(30)
        stopped(beside)
        judgement.equal(text(f"{folder}/status").strip(), "0", f"-w -, {form}: status")
        judgement.equal(len(text(f"{folder}/lines").splitlines()), count, f"-w -, {form}: lines of tcpdump -r -")
        judgement.equal(contents(f"{folder}/through.{form}"), contents(dump), f"-w -, {form}: packets")
        if tool("tshark"):
            done = laboratory.inside(laboratory.server, "tshark", "-n", "-r", f"{folder}/through.{form}", "-T", "fields", "-e",
                                     "frame.number")
            judgement.equal(len(done.stdout.splitlines()), count, f"-w -, {form}: frames of tshark")
        judgement.equal(number_of(File(f"{folder}/through.{form}").packets[0].octets), 0, f"-w -, {form}: the first")


def text(path):
    if not os.path.exists(path):
        return ""
    with open(path, errors="replace") as file:
        return file.read()
