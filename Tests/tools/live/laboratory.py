"""Two network namespaces joined by a veth pair, and what runs in them; nothing of it stays behind."""

import atexit
import ctypes
import glob
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time

# Whoever made them: a run is told by its process.
MARK = "weirlab"
SPACES = re.compile(MARK + r"-(\d+)-[cs]\Z")
CLIENT, SERVER = "10.77.0.1", "10.77.0.2"
CLIENT6, SERVER6 = "fd77::1", "fd77::2"
CLONE_NEWNET = 0x40000000
# Seconds that a program gets to begin, and to end.
PATIENCE = 20


class Trouble(Exception):
    """Something of the laboratory itself, or a program that did not do what it must: the check cannot go on."""


def run(*command, check=True, timeout=120, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=timeout, **options)
    if check and done.returncode:
        raise Trouble(f"{' '.join(command[:6])}: status {done.returncode}: {done.stderr.strip()[-300:]}")
    return done


class Laboratory:
    """The namespaces `client` (device c0) and `server` (device s0), and a folder."""

    def __init__(self):
        self.client, self.server = f"{MARK}-{os.getpid()}-c", f"{MARK}-{os.getpid()}-s"
        self.folder = tempfile.mkdtemp(prefix=f"{MARK}-{os.getpid()}-")
        # Others' programs write into it, too.
        os.chmod(self.folder, 0o755)
        self.running = []
        atexit.register(self.close)
        for sign in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, lambda number, _: os._exit(128 + number) if self.closed() else None)

    def closed(self):
        self.close()
        return True

    def build(self):
        for space in (self.client, self.server):
            run("ip", "netns", "add", space)
            # Nothing that the kernel says of its own accord shall disturb a comparison.
            self.inside(space, "sysctl", "-q", "-w", "net.ipv6.conf.default.router_solicitations=0",
                        "net.ipv6.conf.default.addr_gen_mode=1", "net.ipv4.ip_local_port_range=1024 65535", check=False)
            run("ip", "-n", space, "link", "set", "lo", "up")
        run("ip", "link", "add", "c0", "netns", self.client, "type", "veth", "peer", "name", "s0", "netns", self.server)
        for space, device, address, address6 in ((self.client, "c0", CLIENT, CLIENT6), (self.server, "s0", SERVER, SERVER6)):
            run("ip", "-n", space, "addr", "add", f"{address}/16", "dev", device)
            run("ip", "-n", space, "addr", "add", f"{address6}/64", "dev", device, "nodad", check=False)
            # Segments of a wire's size, as a card would have them.
            run("ip", "-n", space, "link", "set", device, "gso_max_segs", "1", check=False)
            run("ip", "-n", space, "link", "set", device, "up")
        # Until the hosts have told the groups they belong to (RFC 3810 §6.1).
        time.sleep(2.5)
        return self

    def second_link(self, device, peer, network):
        """Another pair between the two: `device` at the server's, `peer` at the client's."""
        run("ip", "link", "add", peer, "netns", self.client, "type", "veth", "peer", "name", device, "netns", self.server)
        for space, name, last in ((self.client, peer, 1), (self.server, device, 2)):
            run("ip", "-n", space, "addr", "add", f"{network}.{last}/24", "dev", name)
            run("ip", "-n", space, "link", "set", name, "up")

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def fresh(self, name):
        """An empty folder that anyone may write to."""
        path = self.path(name)
        shutil.rmtree(path, ignore_errors=True)
        os.makedirs(path)
        os.chmod(path, 0o777)
        return path

    def inside(self, space, *command, **options):
        return run("ip", "netns", "exec", space, *command, **options)

    def start(self, space, *command, name=None, **options):
        """A program that goes on; what it says goes to files, unless `options` say otherwise."""
        one = Running(self, space, command, name or os.path.basename(command[0]), options)
        self.running.append(one)
        return one

    def mount(self, name, octets):
        """A small file system of its own."""
        path = self.fresh(name)
        run("mount", "-t", "tmpfs", "-o", f"size={octets},mode=777", MARK, path)
        return path

    def close(self):
        atexit.unregister(self.close)
        for one in self.running:
            one.kill()
        close_run(os.getpid(), self.folder)


class Running:
    """A program in a namespace: `ip netns exec` becomes the program, so its process is the program's."""

    count = 0

    def __init__(self, laboratory, space, command, name, options):
        Running.count += 1
        base = laboratory.path(f"{name}.{Running.count}")
        self.name, self.command, self.output, self.complaint = name, command, base + ".out", base + ".err"
        self.began = time.time()
        prefix = ["ip", "netns", "exec", space] if space else []
        with open(self.output, "wb") as out, open(self.complaint, "wb") as err:
            self.process = subprocess.Popen(prefix + list(command), **{"stdin": subprocess.DEVNULL, "stdout": out, "stderr": err,
                                                                       **options})

    @property
    def pid(self):
        return self.process.pid

    def said(self):
        with open(self.output, "rb") as file:
            return file.read().decode(errors="replace")

    def complained(self):
        with open(self.complaint, "rb") as file:
            return file.read().decode(errors="replace")

    def alive(self):
        return self.process.poll() is None

    def wait_for(self, condition, what, timeout=PATIENCE):
        until = time.monotonic() + timeout
        while not (found := condition()):
            if not self.alive():
                raise Trouble(f"{self.name} ended with {self.process.returncode} before {what}: {self.complained()[-300:]}")
            if time.monotonic() > until:
                raise Trouble(f"{self.name}: no {what} within {timeout} s: {self.complained()[-300:]}")
            time.sleep(0.02)
        return found

    def capturing(self, sockets=1):
        """Waits until it holds as many packet sockets that are bound and run, and a moment more: the filter comes after."""
        self.wait_for(lambda: packet_sockets(self.pid) >= sockets, "packet socket")
        time.sleep(0.3)
        return self

    def send(self, sign):
        if self.alive():
            self.process.send_signal(sign)

    def end(self, sign=signal.SIGINT, timeout=60):
        """Asks it to end; answers its status."""
        self.send(sign)
        return self.wait(timeout)

    def wait(self, timeout=60):
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Trouble(f"{self.name} did not end within {timeout} s: {self.complained()[-300:]}") from None

    def kill(self):
        if self.alive():
            self.process.kill()
            self.process.wait()


def packet_sockets(pid):
    """How many a process has that are bound and run (packet(7))."""
    try:
        held = {os.readlink(path) for path in glob.glob(f"/proc/{pid}/fd/*")}
        with open(f"/proc/{pid}/net/packet") as file:
            rows = [line.split() for line in file.readlines()[1:]]
    except OSError:
        return 0
    return sum(f"socket:[{row[8]}]" in held and row[5] == "1" for row in rows)


class Inside(threading.Thread):
    """A function in a thread that has moved into a namespace; sockets that it opens are of that place."""

    def __init__(self, space, function, *arguments):
        super().__init__(daemon=True)
        self.space, self.function, self.arguments = space, function, arguments
        self.result = self.error = None
        self.start()

    def run(self):
        try:
            with open(f"/run/netns/{self.space}") as file:
                if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), CLONE_NEWNET):
                    raise OSError(ctypes.get_errno(), "setns")
            self.result = self.function(*self.arguments)
        except Exception as error:  # Handed to whoever asks for the result.
            self.error = error

    def get(self, timeout=120):
        self.join(timeout)
        if self.is_alive():
            raise Trouble(f"{self.function.__name__} did not end within {timeout} s")
        if self.error:
            raise self.error
        return self.result


# --- Cleaning up


def close_run(pid, folder):
    """Ends what still runs in a run's namespaces, and removes them, its mounts and its folder."""
    for space in (f"{MARK}-{pid}-c", f"{MARK}-{pid}-s"):
        if not os.path.exists(f"/run/netns/{space}"):
            continue
        for one in run("ip", "netns", "pids", space, check=False).stdout.split():
            try:
                os.kill(int(one), signal.SIGKILL)
            except ProcessLookupError:
                pass
        run("ip", "netns", "del", space, check=False)
    with open("/proc/self/mounts") as file:
        mounts = [line.split()[1] for line in file]
    for path in mounts:
        if path.startswith(folder + "/"):
            run("umount", "-l", path, check=False)
    shutil.rmtree(folder, ignore_errors=True)


def clean_up():
    """Removes what runs left behind whose process is gone; answers what that was."""
    found = {}
    for space in os.listdir("/run/netns") if os.path.isdir("/run/netns") else []:
        if match := SPACES.match(space):
            found.setdefault(int(match[1]), tempfile.gettempdir() + f"/{MARK}-{match[1]}-none")
    for folder in glob.glob(os.path.join(tempfile.gettempdir(), f"{MARK}-*-*")):
        found[int(os.path.basename(folder).split("-")[1])] = folder
    gone = {pid: folder for pid, folder in found.items() if not os.path.exists(f"/proc/{pid}")}
    for pid, folder in gone.items():
        close_run(pid, folder)
    return sorted(gone)


def missing():
    """Why there can be no laboratory here, in a line; absent when there can."""
    if os.geteuid():
        return "network namespaces need root"
    for program in ("ip", "tcpdump", "nginx", "curl"):
        if not shutil.which(program):
            return f"{program} is not installed"
    trial = f"{MARK}-{os.getpid()}-t"
    made = run("ip", "netns", "add", trial, check=False)
    if made.returncode:
        return f"no network namespace can be made: {made.stderr.strip()}"
    run("ip", "netns", "del", trial, check=False)
    return None
