"""Packets that the kernel drops are counted, and told everywhere alike."""

import signal
import time

from ..captures import File
from ..laboratory import SERVER
from ..programs import PORT, parsed, send_numbered, sent
from ..servers import settle


def check(laboratory, weir, server, judgement):
    folder = laboratory.fresh("accounting")
    own = f"{folder}/own.pcapng"
    one = weir.live("--json", "-B", "1M", "-w", own, "-f", f"udp port {PORT}")
    one.send(signal.SIGSTOP)
    count = sent(send_numbered(laboratory, SERVER, 8000, 2, size=600))
    one.send(signal.SIGCONT)
    time.sleep(0.5)
    count += sent(send_numbered(laboratory, SERVER, 1000, 0.5, first=10**6))
    settle()
    before = one.complained()
    one.send(signal.SIGUSR1)
    time.sleep(0.5)
    line = one.complained()[len(before):]
    judgement.equal(one.end(), 0, f"status ({one.complained()[-200:]})")
    capture = parsed(one.said())["captures"][0]
    dropped, received = capture.get("dropped_by_kernel"), capture.get("received")
    judgement.demand(dropped is not None and dropped > 1000, f"dropped_by_kernel is {dropped}")
    # The kernel counts what it dropped into what it received (pcap_stats(3PCAP), Linux).
    judgement.equal(received, count, "received beside what was sent")
    judgement.equal(capture["packets"] + (dropped or 0), count, "packets and dropped_by_kernel beside what was sent")
    judgement.demand(str(dropped) in line.replace(",", "").replace(" ", ""), f"SIGUSR1 does not tell {dropped}: {line!r}")
    file = File(own)
    judgement.equal(len(file.packets), capture["packets"], "packets in the file")
    told = file.statistics.get(0, {})
    judgement.equal(told.get("received"), received, "isb_ifrecv")
    judgement.equal(told.get("dropped_by_kernel"), dropped, "isb_osdrop")
    read = weir.report(own)["captures"][0]["interfaces"][0].get("statistics", {})
    judgement.equal(read.get("dropped_by_kernel"), dropped, f"the file's statistics read back: {read}")
    judgement.note(f"{dropped} of {count} dropped, all counted")
