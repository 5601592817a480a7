"""Four hosts on a switch, each a network namespace, and what crosses the switch while a scenario runs."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

HOSTS = {"client": 1, "proxy": 2, "second": 3, "origin": 4}
# A laboratory's number, in all its addresses.
NUMBERS = {"http": 7, "tls": 8, "http2": 9}


def address(host, lab="http"):
    return f"10.{NUMBERS[lab]}.0.{HOSTS[host]}"


def address6(host, lab="http"):
    return f"fd{NUMBERS[lab]:02x}::{HOSTS[host]}"


def run(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)


class Lab:
    """The hosts while it is entered. `work` is a folder for logs, configurations and downloaded bodies, gone at the end."""

    def __init__(self, name="http"):
        self.name = name
        self.prefix = f"weir-{name}-"
        self.switch = self.prefix + "switch"

    def address(self, host):
        return address(host, self.name)

    def address6(self, host):
        return address6(host, self.name)

    def __enter__(self):
        self.work = tempfile.mkdtemp(prefix=self.prefix)
        os.chmod(self.work, 0o755)
        self.processes = []
        try:
            self.build()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            stop(process)
        self.remove()
        shutil.rmtree(self.work, ignore_errors=True)

    def build(self):
        self.remove()
        switch = self.switch
        run("ip", "netns", "add", switch)
        run("ip", "-n", switch, "link", "add", "br0", "type", "bridge", "stp_state", "0", "mcast_snooping", "0")
        run("ip", "-n", switch, "link", "set", "br0", "up")
        names = "".join(f"{self.address(host)} {host}.test\n{self.address6(host)} {host}6.test\n" for host in HOSTS)
        for host, number in HOSTS.items():
            space = self.prefix + host
            run("ip", "netns", "add", space)
            hardware = f"02:00:00:00:{NUMBERS[self.name]:02x}:{number:02x}"
            run("ip", "-n", space, "link", "add", "eth0", "address", hardware, "type", "veth", "peer", "name", host, "netns", switch)
            run("ip", "-n", switch, "link", "set", host, "master", "br0", "up")
            run("ip", "-n", space, "link", "set", "lo", "up")
            run("ip", "-n", space, "addr", "add", f"{self.address(host)}/24", "dev", "eth0")
            run("ip", "-n", space, "addr", "add", f"{self.address6(host)}/64", "dev", "eth0", "nodad")
            run("ip", "-n", space, "link", "set", "eth0", "up")
            # Packets as a real wire has them: no joined segments, checksums filled in.
            for space_of_end, device in ((space, "eth0"), (switch, host)):
                run("ip", "netns", "exec", space_of_end, "ethtool", "-K", device, "tx", "off", "tso", "off", "gso", "off", "gro",
                    "off", stderr=subprocess.DEVNULL)
            os.makedirs(f"/etc/netns/{space}", exist_ok=True)
            with open(f"/etc/netns/{space}/hosts", "w") as file:
                file.write("127.0.0.1 localhost\n" + names)
        time.sleep(1)

    def remove(self):
        for name in [self.switch] + [self.prefix + host for host in HOSTS]:
            subprocess.run(["ip", "netns", "del", name], stderr=subprocess.DEVNULL)
            shutil.rmtree(f"/etc/netns/{name}", ignore_errors=True)

    def path(self, *names):
        return os.path.join(self.work, *names)

    def start(self, host, *command, **options):
        """A program that runs on a host until the laboratory ends, or until it is stopped. Its output goes to a file."""
        name = f"{os.path.basename(command[0])}-{host}-{len(self.processes)}.output"
        output = open(self.path(name), "wb")
        process = subprocess.Popen(["ip", "netns", "exec", self.prefix + host, *command], stdout=output, stderr=output,
                                   stdin=subprocess.DEVNULL, **options)
        process.output = output.name
        self.processes.append(process)
        return process

    def call(self, host, *command, timeout=60, **options):
        """A program that runs on a host to its end."""
        return subprocess.run(["ip", "netns", "exec", self.prefix + host, *command], timeout=timeout, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, **options)

    def wait_for(self, host, *ports):
        """Until something listens on every port of a host."""
        missing = ports
        for _ in range(100):
            listening = self.call(host, "ss", "-Hltn").stdout.decode()
            missing = [port for port in ports if not re.search(rf":{port}\s", listening)]
            if not missing:
                return
            time.sleep(0.1)
        said = "".join(open(process.output, errors="replace").read() for process in self.processes)
        raise RuntimeError(f"nothing listens on {missing} of {host}\n{said}")

    @contextlib.contextmanager
    def capture(self, path, only="tcp"):
        """What of a kind crosses the switch. Stops a while after the last thing that was done, when all of it has been read."""
        dump = subprocess.Popen(
            ["ip", "netns", "exec", self.switch, "tcpdump", "-i", "br0", "-U", "-B", "16384", "-Z", "root", "-w", path, only],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            while b"listening" not in dump.stderr.readline():
                if dump.poll() is not None:
                    raise RuntimeError("tcpdump ended early")
            yield
            time.sleep(1.2)
        finally:
            dump.send_signal(signal.SIGINT)
            _, said = dump.communicate()
        if b"\n0 packets dropped by kernel" not in b"\n" + said:
            raise RuntimeError(f"tcpdump lost packets: {said.decode()}")


def stop(process, sign=signal.SIGTERM):
    if process.poll() is None:
        process.send_signal(sign)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
