"""From a response's last packet to its record in the reader's hands."""

import datetime
import os
import random
import threading
import time

from .laboratory import SERVER, Trouble
from .programs import parsed, send_numbered
from .servers import WebServer, settle, urls


def add_arguments(parser):
    parser.add_argument("--exchanges", type=int, default=500)
    parser.add_argument("--background", type=int, default=0, metavar="RATE", help="packets a second beside the exchanges")
    parser.add_argument("--floor", type=float, metavar="MILLISECONDS", help="fail when any took longer")
    parser.add_argument("--seed", type=int, default=1)


def measure(options, laboratory, weir):
    server, chance = WebServer(laboratory), random.Random(options.seed)
    reading, writing = os.pipe()
    one = weir.live("--immediate", "--ndjson", stdout=writing)
    os.close(writing)
    lines = []
    reader = threading.Thread(target=read, args=(reading, lines), daemon=True)
    reader.start()
    if options.background:
        send_numbered(laboratory, SERVER, options.background, 3600)
    for _ in range(options.exchanges):
        server.curl(*urls(f"http://{SERVER}", chance.choice(["small.txt", "page.html", "medium.bin"])))
        time.sleep(chance.uniform(0, 0.06))
    settle()
    one.end()
    reader.join(20)
    delays = sorted(delay for read_at, line in lines if (delay := behind(read_at, parsed(line))) is not None)
    if len(delays) != options.exchanges:
        raise Trouble(f"{len(delays)} exchanges told, {options.exchanges} made")
    return told(options, delays)


def read(descriptor, lines):
    """Lines, each with the time at which its last octet was read."""
    rest = b""
    while octets := os.read(descriptor, 1 << 20):
        now = time.time_ns()
        *whole, rest = (rest + octets).split(b"\n")
        lines.extend((now, line) for line in whole)


def behind(read_at, record):
    """Milliseconds from the response's last packet on; absent for records of something else."""
    if record["record"] != "exchange":
        return None
    return (read_at - nanoseconds(record["request"]["time"])) / 1e6 - 1000 * float(record["timing"]["total_s"])


def nanoseconds(text):
    """Of an RFC 3339 time in UTC."""
    seconds, _, fraction = text.removesuffix("Z").partition(".")
    moment = datetime.datetime.fromisoformat(seconds + "+00:00")
    return int(moment.timestamp()) * 10**9 + int(fraction.ljust(9, "0") or 0)


def told(options, delays):
    at = lambda share: delays[min(len(delays) - 1, int(share * len(delays)))]
    print(f"{len(delays)} exchanges, {options.background} packets a second beside them; milliseconds from a response's last "
          f"packet to its record read:\nmin {delays[0]:.2f}  median {at(0.5):.2f}  p90 {at(0.9):.2f}  p99 {at(0.99):.2f}  "
          f"max {delays[-1]:.2f}")
    if options.floor is not None and delays[-1] > options.floor:
        print(f"{sum(delay > options.floor for delay in delays)} took longer than {options.floor:g} ms")
        return False
    return True
