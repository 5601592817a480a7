"""Who may capture, and what is left of their rights while they do."""

import os
import shutil
import signal

from ..captures import File
from ..laboratory import SERVER, Trouble
from ..programs import PORT, parsed, send_numbered, sent, tool
from ..servers import settle

NOBODY = 65534
# Files may be written where root could: CAP_DAC_OVERRIDE (capabilities(7)).
WRITES = 1 << 1
AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--inh-caps=-all")


def check(laboratory, weir, server, judgement):
    if not tool("setpriv"):
        raise Trouble("setpriv is not installed")
    folder = laboratory.fresh("privileges")
    # Where anyone may run it.
    copy = shutil.copy(weir.path, f"{folder}/weir")
    os.chmod(copy, 0o755)
    denied(laboratory, copy, judgement)
    if tool("setcap"):
        allowed(laboratory, copy, folder, judgement)
    else:
        judgement.note("setcap is not installed, and file capabilities are not tried")
    given_up(laboratory, weir, folder, judgement)


def denied(laboratory, copy, judgement):
    one = laboratory.start(laboratory.server, *AS_NOBODY, copy, "live", "-i", "s0", "--json", name="denied")
    judgement.equal(one.wait(20), 1, "status without permission")
    complaint = one.complained()
    judgement.demand("setcap cap_net_raw,cap_net_admin=eip" in complaint, f"no remedy in {complaint!r}")
    judgement.demand(copy in complaint, f"the remedy does not name the program: {complaint!r}")
    judgement.equal(one.said(), "", "output without permission")


def allowed(laboratory, copy, folder, judgement):
    laboratory.inside(laboratory.server, "setcap", "cap_net_raw,cap_net_admin=eip", copy)
    own = f"{folder}/nobody.pcapng"
    one = laboratory.start(laboratory.server, *AS_NOBODY, copy, "live", "-i", "s0", "--json", "-w", own,
                           "-f", f"udp port {PORT}", name="nobody").capturing()
    status = facts(one.pid)
    judgement.equal(int(status["CapEff"], 16), 0, "CapEff while it captures with file capabilities")
    judgement.equal(status["NoNewPrivs"], "1", "NoNewPrivs with file capabilities")
    count = sent(send_numbered(laboratory, SERVER, 500, 0.5))
    settle()
    judgement.equal(one.end(), 0, f"status with file capabilities ({one.complained()[-200:]})")
    judgement.equal(parsed(one.said())["captures"][0]["packets"], count, "packets with file capabilities")
    judgement.equal(len(File(own).packets), count, "packets in nobody's file")
    judgement.equal(os.stat(own).st_uid, NOBODY, "owner of nobody's file")


def given_up(laboratory, weir, folder, judgement):
    for index, arguments in enumerate((["-Z", "nobody"], [])):
        own = f"{folder}/given-up-{index}.pcapng"
        one = weir.live("--json", "--verbose", "-w", own, "-C", "1", "-f", f"udp port {PORT}", *arguments)
        what = "as root" if not arguments else "with -Z nobody"
        status = facts(one.pid)
        if arguments:
            judgement.equal(status["Uid"].split(), [str(NOBODY)] * 4, f"Uid {what}")
            judgement.equal(status["Gid"].split(), [str(NOBODY)] * 4, f"Gid {what}")
            judgement.demand(set(status["Groups"].split()) <= {str(NOBODY)}, f"Groups {what}: {status['Groups']}")
        allowed_bits = 0 if arguments else WRITES
        for name in ("CapEff", "CapPrm"):
            judgement.equal(int(status[name], 16) & ~allowed_bits, 0, f"{name} {what}")
        for thread in os.listdir(f"/proc/{one.pid}/task"):
            status = facts(f"{one.pid}/task/{thread}")
            confined = status["Seccomp"] == "2" and status["NoNewPrivs"] == "1" and not int(status["CapEff"], 16) & ~allowed_bits
            judgement.demand(confined, f"thread {status['Name']} {what}: " + ", ".join(f"{name} {status[name]}" for name in (
                                 "Seccomp", "CapEff", "NoNewPrivs")))
        # It can still rotate its files.
        count = sent(send_numbered(laboratory, SERVER, 3000, 1, size=900))
        one.send(signal.SIGHUP)
        settle()
        judgement.equal(one.end(), 0, f"status {what} ({one.complained()[-300:]})")
        judgement.equal(parsed(one.said())["captures"][0]["packets"], count, f"packets {what}")
        written = [path for path in os.listdir(folder) if path.startswith(f"given-up-{index}")]
        judgement.equal(sum(len(File(os.path.join(folder, path)).packets) for path in written), count, f"packets in files {what}")
        judgement.demand(len(written) > 2, f"files {what}: {written}")


def facts(process):
    with open(f"/proc/{process}/status") as file:
        return {key: value.strip() for key, _, value in (line.partition(":") for line in file)}
