"""Python's ssl, with its own key log; how connections end; handshakes cut finely; STARTTLS."""

import time

import openssl
from openssl import NAME, PORTS
from talking import call, certified, chain, joined, keyed, serve

FOLDER = "tls"
ASKS = "what the client says to Python\n"
ANSWERS = "".join(f"{line}: what Python answers, and says once more in other words\n" for line in range(12))


def talk(lab, known, server, client, seconds=25, complete=True, certificate="origin-chain.pem", **facts):
    """One connection; the steps of both sides."""
    port = next(PORTS)
    serving = serve(lab, port, *server)
    connection = known.connection(lab, port)
    calling = call(lab, port, *client)
    told = calling.told(seconds), serving.told(seconds)
    connection |= joined(lab, *told)
    if complete:
        connection["certificates"] = chain(lab, certificate)
    connection["complete"] = complete
    connection["readable"] = ["client", "server"] if complete else []
    if not complete:
        connection["alerts_readable"] = True
    connection |= facts
    return told


def said(lab, **options):
    """What a client does that asks, listens, and closes as it should."""
    return [keyed(lab, **options), ["send", ASKS], ["until", "11: what"], ["end"], ["unwrap"]]


def answered(lab, certificate="origin", **options):
    return [certified(lab, certificate, **options), ["until", ASKS], ["send", ANSWERS], ["unwrap"], ["pause", 0.1]]


def python_versions(lab, known):
    """Python's ssl and its key log: TLS 1.0 to 1.3."""
    for version in ("1.0", "1.1", "1.2", "1.3"):
        options = {"minimum": version, "maximum": version, "ciphers": "DEFAULT@SECLEVEL=0"}
        talk(lab, known, answered(lab, **options), said(lab, **options))


def python_pieces(lab, known):
    """The ClientHello leaves in segments of one octet (its first hundred), and of seven."""
    for octets, limit in ((1, 100), (7, 600)):
        talk(lab, known, answered(lab), [["piece", octets, limit], *said(lab)])


def python_small_segments(lab, known):
    """Segments of at most 88 octets in both directions; TLS 1.2 and 1.3."""
    for version in ("1.2", "1.3"):
        talk(lab, known, answered(lab, minimum=version, maximum=version), [["segment", 88], *said(lab)])


def closed_properly(lab, known):
    """close_notify by both sides; by one alone."""
    talk(lab, known, answered(lab), said(lab))
    talk(lab, known, answered(lab), said(lab)[:-1])


def closed_without_notify(lab, known):
    """Truncation: a bare FIN of the server, in the middle of what it had to say; of the client; TLS 1.2 and 1.3."""
    for version in ("1.2", "1.3"):
        options = {"minimum": version, "maximum": version}
        talk(lab, known, [certified(lab, **options), ["until", ASKS], ["send", ANSWERS[:300]], ["close"]],
             [keyed(lab), ["send", ASKS], ["end"], ["close"]])
        talk(lab, known, [certified(lab, **options), ["until", ASKS], ["send", ANSWERS], ["end"], ["close"]],
             [keyed(lab), ["send", ASKS], ["until", "11: what"], ["close"]])


def reset_in_data(lab, known):
    """The server resets the connection in the middle of data; the client does."""
    talk(lab, known, [certified(lab), ["until", ASKS], ["send", ANSWERS[:300]], ["pause", 0.2], ["reset"]],
         [keyed(lab), ["send", ASKS], ["end"], ["close"]], reset_by="server")
    talk(lab, known, [certified(lab), ["until", ASKS], ["send", ANSWERS], ["end"]],
         [keyed(lab), ["send", ASKS], ["until", "11: what"], ["pause", 0.2], ["reset"]], reset_by="client")
    for connection in known.connections:
        # What the other side had to say about it never left, and nothing was cut short by a FIN.
        connection["alerts"] = []
        connection.pop("truncated_by")


def failed_silence(lab, known):
    """A server that says nothing to a ClientHello, until the client gives up."""
    port = next(PORTS)
    serving = serve(lab, port, ["expect", "never said"])
    calling = openssl.connect(lab, port)
    connection = known.connection(lab, port)
    time.sleep(3)
    calling.stop()
    serving.told()
    connection |= {"server_name": NAME, "alerts": [], "complete": False, "failure": {"reason": "silence", "stage": "client_hello"}}


def failed_reset(lab, known):
    """A server that resets the connection when it has read the ClientHello; and one that closes it."""
    for step, reason in (("reset", "reset"), ("close", "closed")):
        talk(lab, known, [["pause", 0.3], ["read", 100], [step]], [keyed(lab)], complete=False, server_name=NAME,
             failure={"reason": reason, "stage": "client_hello"})
        if step == "reset":
            # What the client had to say about it never left.
            known.connections[-1]["alerts"] = []


def failed_plaintext(lab, known):
    """HTTP to a TLS port of openssl's and of Python's; TLS to a server that speaks SMTP."""
    request = "GET / HTTP/1.1\r\nHost: origin.test\r\n\r\n"
    port = next(PORTS)
    serving = openssl.serve(lab, port)
    connection = known.connection(lab, port)
    call(lab, port, ["plain", request], ["end"]).told()
    serving.stop()
    failure = {"reason": "plaintext", "by": "client"}
    connection |= {"complete": False, "alerts": openssl.alerts("", serving.text), "failure": failure}
    talk(lab, known, [certified(lab)], [["plain", request], ["end"]], complete=False, failure=failure)
    talk(lab, known, [["plain", "220 origin.test ESMTP\r\n"], ["end"]], [keyed(lab)], complete=False, server_name=NAME,
         failure={"reason": "plaintext", "by": "server", "stage": "client_hello"})


def failed_python(lab, known):
    """Certificates that Python will not have: expired, of another name, of an authority that it does not know."""
    for certificate, reason in (("expired", "certificate_expired"), ("elsewhere", "certificate_rejected"),
                                ("unknown", "certificate_unknown_authority")):
        for version in ("1.2", "1.3"):
            told = talk(lab, known, answered(lab, certificate, minimum=version, maximum=version), said(lab), complete=False,
                        failure={"reason": reason, "stage": "certificate"}, server_name=NAME, version=version)
            known.connections[-1]["error"] = told[0]["error"]


SCENARIOS = [
    python_versions, python_pieces, python_small_segments, closed_properly, closed_without_notify, reset_in_data, failed_silence,
    failed_reset, failed_plaintext, failed_python,
]
