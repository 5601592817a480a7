"""The live view, driven in tmux and read from its screen."""

import threading

from ..laboratory import CLIENT, SERVER
from ..programs import tool
from ..screen import Screen
from ..servers import settle, urls


def check(laboratory, weir, server, judgement):
    if not tool("tmux"):
        judgement.note("tmux is not installed: the view is not tried")
        return
    stop = threading.Event()
    asking = threading.Thread(target=ask, args=(server, stop), daemon=True)
    asking.start()
    try:
        driven(laboratory, weir, judgement)
        plain_lines(laboratory, weir, judgement)
    finally:
        stop.set()
        asking.join()


def ask(server, stop):
    number = 0
    while not stop.is_set():
        number += 1
        server.curl(*urls(f"http://{SERVER}", f"small.txt?number={number}", "page.html"), "--limit-rate", "30k")
        stop.wait(0.2)


def driven(laboratory, weir, judgement):
    screen = Screen(laboratory, [weir.path, "live", "-i", "s0", "-f", "tcp port 80"])
    try:
        found = screen.wait_for(lambda text: "number=" in text and f"{CLIENT}:" in text)
        judgement.demand("s0" in found, f"the view does not name its interface:\n{found}")
        judgement.demand("number=" in found, f"no newest exchange:\n{found}")
        judgement.demand(CLIENT in found and SERVER in found, f"no flow with its addresses:\n{found}")
        judgement.demand("/s" in found, f"no rates:\n{found}")
        judgement.demand(screen.alternate(), "the view is not on the alternate screen")
        fits(judgement, screen, 100, 30)
        screen.resize(80, 24)
        settle(1.5)
        fits(judgement, screen, 80, 24)
        judgement.demand("number=" in screen.text(), f"80x24: no newest exchange:\n{screen.text()}")
        keys(judgement, screen)
        screen.press("q")
        found = screen.wait_for(lambda text: "READY" in text)
        judgement.demand("STATUS=0" in found, f"status after q:\n{found[-600:]}")
        judgement.demand(not screen.alternate() and screen.cursor_shown(), "after q the terminal is not as it was")
        judgement.demand(" icanon" in " " + found and "-icanon" not in found and "-echo " not in found + " ",
                         f"after q the terminal does not echo:\n{found[-300:]}")
        judgement.demand("Capture quality" in screen.text(history=True), f"after q no report:\n{screen.text(history=True)[-1500:]}")
    finally:
        screen.close()


def fits(judgement, screen, columns, rows):
    lines = screen.lines()
    judgement.demand(len(lines) <= rows and all(len(line) <= columns for line in lines), f"{columns}x{rows}: does not fit")
    judgement.demand(sum(bool(line.strip()) for line in lines) > rows // 3, f"{columns}x{rows}: hardly anything:\n{screen.text()}")


def keys(judgement, screen):
    def press(key, condition, what):
        screen.press(key)
        found = screen.wait_for(condition, timeout=4)
        judgement.demand(condition(found), f"{what}:\n{found}")

    press("s", lambda text: "Flows by octets" in text, "s does not sort by octets")
    press("S", lambda text: "Flows by rate" in text, "S does not sort by rate again")
    for key in ("/", "n", "o", "n", "e", "s", "u", "c", "h", "Enter"):
        screen.press(key)
    press("F12", lambda text: "filter: nonesuch" in text and "Flows by rate: 0" in text, "a filter that nothing meets")
    press("Escape", lambda text: "filter:" not in text and f"{CLIENT}:" in text, "Escape does not take the filter away")
    press("?", lambda text: "Keys" in text and "Flows by" not in text, "? does not show help")
    press("?", lambda text: "Flows by" in text, "? does not leave help")
    press("e", lambda text: "Flows by" not in text and "number=" in text, "e does not list exchanges")
    press("e", lambda text: "Flows by" in text, "e does not leave exchanges")
    screen.press("Down")
    press("Enter", lambda text: "Flows by" not in text and f"{CLIENT}:" in text, "Enter does not open a flow")
    press("Escape", lambda text: "Flows by" in text, "Escape does not leave a flow")
    screen.press(" ")
    paused = screen.wait_for(lambda text: "paused" in text.lower(), timeout=4)
    judgement.demand("paused" in paused.lower(), f"the space bar does not pause:\n{paused}")
    settle(1.5)
    judgement.equal(screen.text(), paused, "the screen while paused")
    press(" ", lambda text: "paused" not in text.lower(), "the space bar does not go on")


def plain_lines(laboratory, weir, judgement):
    screen = Screen(laboratory, [weir.path, "live", "-i", "s0", "-f", "tcp port 80", "--duration", "3s"], environment=["TERM=dumb"])
    try:
        found = screen.wait_for(lambda text: "READY" in text, timeout=12)
        found = screen.text(history=True)
        judgement.demand("STATUS=0" in found, f"TERM=dumb: status:\n{found[-600:]}")
        judgement.demand("GET" in found and "number=" in found, f"TERM=dumb: no lines of exchanges:\n{found[:1500]}")
        judgement.demand("Capture quality" in found, f"TERM=dumb: no report:\n{found[-600:]}")
    finally:
        screen.close()
