"""STARTTLS: what mail, file, directory, chat and database protocols say before TLS, with openssl's s_client, psql and Python."""

import openssl
from openssl import NAME, PORTS
from scenarios_python import ANSWERS, ASKS, talk
from talking import certified, chain, joined, keyed, serve

FOLDER = "tls"
LDAP_CONSENT = "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00"
FEATURES = ("<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1' "
            "from='origin.test' version='1.0'><stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>")
# What a server says until TLS begins, to s_client and most others.
PRELUDES = {
    "smtp": [["plain", "220 origin.test ESMTP\r\n"], ["expect", "\r\n"],
             ["plain", "250-origin.test\r\n250-SIZE 1000000\r\n250-STARTTLS\r\n250 HELP\r\n"], ["expect", "STARTTLS\r\n"],
             ["plain", "220 Go ahead\r\n"]],
    "pop3": [["plain", "+OK origin.test\r\n"], ["expect", "STLS\r\n"], ["plain", "+OK Begin TLS\r\n"]],
    "imap": [["plain", "* OK origin.test IMAP4rev1\r\n"], ["expect", "CAPABILITY\r\n"],
             ["plain", "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n. OK done\r\n"], ["expect", "STARTTLS\r\n"],
             ["plain", ". OK Begin TLS\r\n"]],
    "ftp": [["plain", "220-origin.test\r\n220 FTP\r\n"], ["expect", "AUTH TLS\r\n"], ["plain", "234 AUTH TLS\r\n"]],
    "xmpp": [["expect", "version='1.0'>"], ["plain", FEATURES], ["expect", "/>"],
             ["plain", "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"]],
    "postgres": [["expect", "\x04\xd2\x16\x2f"], ["plain", "S"]],
    "ldap": [["expect", "1.3.6.1.4.1.1466.20037"], ["plain", LDAP_CONSENT]],
}
NAMES = {"postgres": "postgresql"}


def begun(lab, known, protocol, version):
    """s_client begins it, and Python serves."""
    port = next(PORTS)
    serving = serve(lab, port, *PRELUDES[protocol], certified(lab, minimum=version, maximum=version), ["until", "\n"],
                    ["send", ANSWERS], ["end"], ["unwrap"])
    calling = openssl.connect(lab, port, "-starttls", protocol, "-name", NAME)
    connection = known.connection(lab, port)
    calling.expect("Verify return code")
    calling.send(ASKS.encode())
    calling.expect("11: what Python")
    calling.close()
    calling.wait()
    told = serving.told()
    # What each says of its own alerts.
    alerts = [alert for alert in openssl.alerts(calling.text) if alert["sender"] == "client"]
    connection |= joined(lab, None, told)
    alerts += [alert for alert in connection["alerts"] if alert["sender"] == "server"]
    connection |= openssl.told(calling.text, NAME)
    connection |= {"alerts": alerts, "complete": True, "readable": ["client", "server"],
                   "starttls": NAMES.get(protocol, protocol)}


def starttls_mail(lab, known):
    """SMTP, POP3 and IMAP, each begun in the clear."""
    for protocol, version in (("smtp", "1.2"), ("pop3", "1.3"), ("imap", "1.3")):
        begun(lab, known, protocol, version)


def starttls_others(lab, known):
    """FTP, XMPP, PostgreSQL and LDAP, each begun in the clear."""
    for protocol, version in (("ftp", "1.2"), ("xmpp", "1.3"), ("postgres", "1.3"), ("ldap", "1.2")):
        begun(lab, known, protocol, version)


def starttls_psql(lab, known):
    """psql asks for TLS and gets it; asks, and is told that there is none."""
    refusal = "E\0\0\0\x4aSFATAL\0VFATAL\0C28000\0Mno database here, this is a laboratory\0\0"
    refusal = refusal[:1] + (len(refusal) - 1).to_bytes(4, "big").decode("latin-1") + refusal[5:]
    for mode, answer in (("require", "S"), ("prefer", "N")):
        port = next(PORTS)
        steps = [["expect", "\x04\xd2\x16\x2f"], ["plain", answer]]
        # psql has no key log, so the server writes it.
        steps += [certified(lab, keys=lab.path("keys"))] if answer == "S" else []
        serving = serve(lab, port, *steps, ["until", "weir\0\0"], ["send", refusal], ["end"])
        done = lab.call("client", "env", "PGCONNECT_TIMEOUT=5", "psql", "-w",
                        f"host=origin.test port={port} user=weir dbname=weir application_name=weir sslmode={mode}", "-c", "select 1")
        assert b"this is a laboratory" in done.stderr, done.stderr
        told = serving.told()
        connection = known.connection(lab, port)
        if answer == "N":
            connection |= {"tls": False, "starttls_refused": "postgresql", "complete": False}
            continue
        connection |= joined(lab, None, told)
        connection |= {"certificates": chain(lab), "complete": True, "readable": ["client", "server"], "starttls": "postgresql",
                       "server_name": NAME}


def starttls_refused(lab, known):
    """SMTP and IMAP servers that offer STARTTLS and then will not; what follows stays in the clear."""
    for protocol, asks, no in (("smtp", [["plain", "EHLO client.test\r\n"], ["expect", "250 HELP\r\n"], ["plain", "STARTTLS\r\n"]],
                                "454 TLS not available due to temporary reason\r\n"),
                               ("imap", [["plain", "a CAPABILITY\r\n"], ["expect", "done\r\n"], ["plain", "b STARTTLS\r\n"]],
                                "b NO not now\r\n")):
        greeting = PRELUDES[protocol][:1] + PRELUDES[protocol][1:-1]
        talk(lab, known, [*greeting, ["plain", no], ["expect", "\r\n"], ["plain", "221 bye\r\n"], ["end"]],
             [["expect", "\r\n"], *asks, ["expect", no], ["plain", "QUIT\r\n"], ["expect", "bye\r\n"], ["close"]],
             complete=False, tls=False, starttls_refused=protocol)
        known.connections[-1].pop("sent")
        known.connections[-1].pop("alerts")


def starttls_python(lab, known):
    """A mail of Python's, sent after STARTTLS: commands in the clear, then the same protocol sealed."""
    mail = ("EHLO client.test\r\n", "MAIL FROM:<a@client.test>\r\n", "RCPT TO:<b@origin.test>\r\n", "DATA\r\n",
            "Subject: sealed\r\n\r\nThe rest is not for everybody.\r\n.\r\n", "QUIT\r\n")
    answers = ("250 origin.test\r\n", "250 Ok\r\n", "250 Ok\r\n", "354 Go on\r\n", "250 Queued\r\n", "221 Bye\r\n")
    server = [*PRELUDES["smtp"], certified(lab)]
    client = [["expect", "\r\n"], ["plain", "EHLO client.test\r\n"], ["expect", "HELP\r\n"], ["plain", "STARTTLS\r\n"],
              ["expect", "ahead\r\n"], keyed(lab)]
    for line, answer in zip(mail, answers):
        server += [["until", line[-6:]], ["send", answer]]
        client += [["send", line], ["until", answer]]
    talk(lab, known, [*server, ["end"], ["unwrap"]], [*client, ["unwrap"]], starttls="smtp", server_name=NAME)


SCENARIOS = [starttls_mail, starttls_others, starttls_psql, starttls_refused, starttls_python]
