"""openssl s_server and s_client, and what they say of a connection."""

import itertools
import re
import time

from certificates import digest, pems
from peer import Peer
from truth import SUITES, octets, version

NAME = "origin.test"
# A server's port is never used twice, and is never TLS's own.
PORTS = itertools.count(24001)
LEGACY = "@SECLEVEL=0"
# Alerts that -state has no name for.
NEWER = {"116": "certificate_required", "120": "no_application_protocol"}

ASKS = b"0: what the client says, which is not much, and should come out as it went in\n"
ANSWERS = b"".join(b"%d: what the server answers, line by line, until there is enough of it to be seen\n" % line
                   for line in range(8))

CONFIGURATION = "openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\n"
NO_EXTENDED_MASTER_SECRET = "Options = -ExtendedMasterSecret"


def serve(lab, port, *options, certificate="origin", chain="intermediate", host="origin"):
    """An s_server. Its input is what it sends; a line must not begin with a letter, which would be a command."""
    keys = ["-cert", lab.path(f"{certificate}.pem"), "-key", lab.path(f"{certificate}.key")] if certificate else ["-nocert"]
    if certificate and chain:
        keys += ["-cert_chain", lab.path(f"{chain}.pem")]
    server = Peer(lab, host, "openssl", "s_server", "-accept", f"{lab.address(host)}:{port}", "-state", *keys, *options)
    server.expect("ACCEPT")
    return server


def connect(lab, port, *options, name=NAME, log=True, host="client", to="origin", settings=None):
    """An s_client. `settings` are for what only openssl's configuration can say."""
    keys = ["-keylogfile", lab.path("keys")] if log else []
    names = ["-servername", name] if name else ["-noservername"]
    environment = None
    if settings:
        with open(lab.path("openssl.conf"), "w") as file:
            file.write(CONFIGURATION + settings + "\n")
        environment = {"OPENSSL_CONF": lab.path("openssl.conf")}
    return Peer(lab, host, "openssl", "s_client", "-connect", f"{lab.address(to)}:{port}", "-state", "-tlsextdebug", "-showcerts",
                "-CAfile", lab.path("root.pem"), *names, *keys, *options, environment=environment)


def converse(lab, known, server=(), client=(), certificate="origin", chain="intermediate", asks=ASKS, answers=ANSWERS, name=NAME,
             log=True, early=b"", transport="tcp", middle=None, closing="client", running=None, port=None, settings=None,
             resumed=None, **facts):
    """One connection in which each side says its part; what both tell of it.

    `middle` is done with the two, before the last words, and answers what each said in it. `closing` is who does. `resumed` is the
    way, should s_client say that the session was.
    """
    port = port or next(PORTS)
    serving = running or serve(lab, port, *server, certificate=certificate, chain=chain)
    serving.mark()
    before = serving.heard
    calling = connect(lab, port, *client, name=name, log=log, settings=settings)
    connection = known.connection(lab, port, transport=transport)
    calling.expect(r"Verify return code.*\n(.*\n)*?---", seconds=15)
    said = {"client": [early], "server": []}
    if early:
        time.sleep(0.3)
    if asks:
        calling.send(asks)
        said["client"].append(asks)
        serving.expect(re.escape(asks))
    if middle:
        more = middle(calling, serving) or ((), ())
        said["client"] += more[0]
        said["server"] += more[1]
    if answers:
        serving.send(answers)
        said["server"].append(answers)
        calling.expect(re.escape(answers))
    time.sleep(0.15)
    if closing == "client":
        calling.close()
    else:
        serving.send(b"Q\n")
        serving.wait()
    calling.wait()
    if running:
        serving.expect("DONE")
    time.sleep(0.1)
    connection |= told(calling.text, name)
    if connection["resumed"]:
        connection["resumed"] = resumed
    connection["alerts"] = alerts(calling.text, serving.text[before:])
    connection["sent"] = {side: octets(*parts) for side, parts in said.items()}
    connection["complete"] = True
    connection["readable"] = ["client", "server"] if log else []
    connection |= facts
    if not running:
        serving.stop()
    return calling, serving


def fail(lab, known, reason, stage, server=(), client=(), certificate="origin", name=NAME, asks=b"", **facts):
    """A connection whose handshake fails, or is refused right behind it; what both tell of it. What it must fail for is said."""
    port = next(PORTS)
    serving = serve(lab, port, *server, certificate=certificate)
    calling = connect(lab, port, *client, name=name)
    connection = known.connection(lab, port)
    calling.expect("---|error|alert", required=False)
    if asks:
        calling.send(asks)
    time.sleep(0.4)
    calling.close()
    calling.wait()
    serving.stop()
    connection |= told(calling.text, name)
    connection["alerts"] = alerts(calling.text, serving.text)
    connection["complete"] = False
    # The key log has what there was.
    connection["alerts_readable"] = True
    connection["failure"] = {"reason": reason} | ({"stage": stage} if stage else {})
    connection |= facts
    return calling, serving


def told(text, name):
    """By s_client, of its last handshake."""
    facts = {}
    if name:
        facts["server_name"] = name
    summary = re.findall(r"^(New|Reused), (\S+), Cipher is (\S+)$", text, re.M)
    if not summary or summary[-1][2] == "(NONE)":
        return facts
    how, protocol, cipher = summary[-1]
    # TLS 1.2's summary names the version that the cipher dates from; the session, its own.
    session = re.findall(r"^    Protocol  : (\S+)$", text, re.M)
    facts["version"] = version(session[-1] if session else protocol)
    facts["cipher"] = SUITES.get(cipher, cipher)
    facts["resumed"] = False if how == "New" else "session"
    if alpn := re.findall(r"^ALPN protocol: (\S+)$", text, re.M):
        facts["alpn"] = alpn[-1]
    if early := re.search(r"^Early data was (accepted|rejected)$", text, re.M):
        facts["early_data"] = early[1]
    if "read hello verify request" in text:
        facts["hello_verify"] = True
    if group := re.search(r"^Server Temp Key: (\S+?),", text, re.M):
        facts["group"] = group[1]
    if "Extended master secret: yes" in text:
        facts["extended_master_secret"] = True
    elif "Extended master secret: no" in text and facts["version"] != "1.3":
        facts["extended_master_secret"] = False
    if facts["version"] != "1.3" and "_CBC_" in facts["cipher"]:
        facts["encrypt_then_mac"] = 'TLS server extension "encrypt-then-mac"' in text
    if chain := re.search(r"^Certificate chain\n(.*?)^---$", text, re.M | re.S):
        if how == "New":
            facts["certificates"] = [digest(pem) for pem in pems(chain[1])]
    if code := re.findall(r"^\s*Verify return code: (\d+) \((.*)\)$", text, re.M):
        if code[-1][0] != "0" and facts.get("certificates"):
            facts["verification"] = code[-1][1]
    return facts


def alerts(client, server=""):
    """What -state says of them, each once: what one side wrote, or the other read."""
    found = []
    for sender, texts in (("client", ((client, "write"), (server, "read"))), ("server", ((server, "write"), (client, "read")))):
        told = [re.findall(rf"^SSL3 alert {verb}:(warning|fatal):(.*)$", text, re.M) for text, verb in texts]
        for level, description in max(told, key=len):
            if description == "unknown":
                description = NEWER[re.search(r"SSL alert number (\d+)", client + server)[1]]
            found.append({"sender": sender, "level": level, "description": description.strip().lower().replace(" ", "_")})
    return found
