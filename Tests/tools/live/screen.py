"""A terminal of a given size that can be read and typed into: tmux, with a server of its own."""

import os
import shlex
import time

from .laboratory import MARK, run


class Screen:
    def __init__(self, laboratory, command, columns=100, rows=30, environment=()):
        self.socket = laboratory.path(f"{MARK}-tmux-{time.monotonic_ns()}")
        # Of the command, its status is shown; then the shell stays, for looking at what the terminal is like.
        line = " ".join(["env", *environment, *map(shlex.quote, command)])
        terminal = "stty -a | tr ';' '\\n' | grep -E 'echo |icanon'"
        wrapped = f"ip netns exec {laboratory.server} {line}; echo STATUS=$?; {terminal}; echo READY; exec sleep 600"
        self.tmux("new-session", "-d", "-x", str(columns), "-y", str(rows), f"bash -c {shlex.quote(wrapped)}",
                  env=dict(os.environ, TERM="xterm-256color", LC_ALL="C.UTF-8"))

    def tmux(self, *arguments, **options):
        return run("tmux", "-f", "/dev/null", "-S", self.socket, *arguments, **options).stdout

    def text(self, history=False):
        return self.tmux("capture-pane", "-p", *(["-S", "-2000"] if history else []), check=False)

    def lines(self):
        return self.text().splitlines()

    def press(self, *keys):
        self.tmux("send-keys", *keys)

    def resize(self, columns, rows):
        self.tmux("resize-window", "-x", str(columns), "-y", str(rows))

    def cursor_shown(self):
        return self.tmux("display-message", "-p", "#{cursor_flag}").strip() == "1"

    def alternate(self):
        return self.tmux("display-message", "-p", "#{alternate_on}").strip() == "1"

    def wait_for(self, condition, timeout=8):
        """Waits until the screen's text meets a condition; answers the text, whether or not it does."""
        until = time.monotonic() + timeout
        while not condition(found := self.text()) and time.monotonic() < until:
            time.sleep(0.1)
        return found

    def close(self):
        self.tmux("kill-server", check=False)
