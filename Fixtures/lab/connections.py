"""What programs said of their connections: a connection is entered when its client starts, its ends are found in the capture."""


class Connections:
    """Of one scenario. `figures` says what each name means that a connection may have.

    Which ports a client used is read in the capture afterwards: the connections to a server's port are in the order in which they
    were made. Everything else is what a program said, or was told to do.
    """

    def __init__(self, shows, figures):
        self.shows = shows
        self.known_figures = figures
        self.connections = []
        self.notes = []

    def connection(self, lab, port, server="origin", client="client", transport="tcp", **facts):
        """A new one; its ends are found in the capture."""
        found = {"ends": (transport, lab.address(client), lab.address(server), port), **facts}
        self.connections.append(found)
        return found

    def note(self, text):
        self.notes.append(text)

    def written(self, opened):
        """`opened` says for each (transport, client, server, port) the client's ports in order."""
        seen = {}
        flows = []
        for connection in self.connections:
            ends = connection.pop("ends")
            place = seen.get(ends, 0)
            seen[ends] = place + 1
            ports = opened.get(ends, [])
            if place >= len(ports):
                raise RuntimeError(f"{self.shows}: connection {place} of {ends} is not in the capture")
            transport, client, server, port = ends
            flows.append({"transport": transport, "client": {"address": client, "port": ports[place]},
                          "server": {"address": server, "port": port}, **connection})
        for ends, ports in opened.items():
            if seen.get(ends, 0) != len(ports):
                raise RuntimeError(f"{self.shows}: {len(ports)} connections of {ends} in the capture, {seen.get(ends, 0)} told")
        names = {name for flow in flows for name in flow}
        document = {"shows": self.shows, "figures": {name: text for name, text in self.known_figures.items() if name in names}}
        if self.notes:
            document["notes"] = self.notes
        document["connections"] = flows
        return document
