"""A program that is talked with over its standard input and output, on one of the laboratory's hosts."""

import re
import subprocess
import threading
import time


class Peer:
    def __init__(self, lab, host, *command, environment=None):
        prefix = ["env", *(f"{name}={value}" for name, value in environment.items())] if environment else []
        self.command = command
        self.process = subprocess.Popen(["ip", "netns", "exec", lab.prefix + host, *prefix, *command], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0)
        lab.processes.append(self.process)
        self.said = b""
        self.heard = 0
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        while octets := self.process.stdout.read(65536):
            self.said += octets

    @property
    def text(self):
        return self.said.decode(errors="replace")

    def expect(self, pattern, seconds=10, required=True):
        """Until it has said something; what, as a match."""
        pattern = pattern.encode() if isinstance(pattern, str) else pattern
        end = time.monotonic() + seconds
        while True:
            ended = self.process.poll() is not None and not self.reader.is_alive()
            if found := re.search(pattern, self.said[self.heard:]):
                return found
            if ended or time.monotonic() > end:
                if required:
                    raise RuntimeError(f"{' '.join(self.command)}\nnever said {pattern}:\n{self.text}")
                return None
            time.sleep(0.02)

    def mark(self):
        """What was said until now is not expected any more."""
        self.heard = len(self.said)

    def send(self, octets):
        try:
            self.process.stdin.write(octets)
        except BrokenPipeError:
            raise RuntimeError(f"{' '.join(self.command)}\nended early:\n{self.text}") from None

    def close(self):
        """The end of its standard input."""
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass

    def wait(self, seconds=10):
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.stop()
        self.reader.join(2)
        return self.process.returncode

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(3)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.reader.join(2)
