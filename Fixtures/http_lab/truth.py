"""What servers and clients logged, in one shape: flows, their exchanges in order, and what each figure means."""

import json


def ends(client, client_port, server, server_port):
    return (client, int(client_port), server, int(server_port))


def text(octets):
    """Octets as Weir writes them: valid UTF-8 kept, anything else as \\xNN."""
    return octets.decode("utf-8", errors="backslashreplace")


def lines(path, offset):
    """The JSON lines of a log from an offset on."""
    found = []
    with open(path, "rb") as file:
        file.seek(offset)
        for line in file:
            if not line.startswith(b"{"):
                continue
            record = json.loads(line.decode("utf-8", errors="surrogateescape"))
            found.append({key: text(value.encode("utf-8", errors="surrogateescape")) if isinstance(value, str) else value
                          for key, value in record.items()})
    return found


def request_line(line):
    """Method, target and version; without a version it is HTTP/0.9. Empty strings where the server read no such line."""
    parts = line.split(" ")
    if len(parts) >= 3 and parts[-1].startswith("HTTP/"):
        return parts[0], " ".join(parts[1:-1]), parts[-1]
    if len(parts) == 2:
        return parts[0], parts[1], "HTTP/0.9"
    return "", "", ""


class Truth:
    """Of one scenario."""

    def __init__(self, shows):
        self.shows = shows
        self.flows = {}
        self.figures = {}
        self.notes = []

    def flow(self, ends):
        client, client_port, server, server_port = ends
        return self.flows.setdefault(ends, {"client": {"address": client, "port": client_port},
                                            "server": {"address": server, "port": server_port}, "exchanges": []})

    def add(self, ends, exchange):
        self.flow(ends)["exchanges"].append(exchange)
        return exchange

    def exchanges(self, ends):
        return self.flow(ends)["exchanges"]

    def written(self):
        document = {"shows": self.shows, "figures": self.figures}
        if self.notes:
            document["notes"] = self.notes
        document["flows"] = list(self.flows.values())
        return document
