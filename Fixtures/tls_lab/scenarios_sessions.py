"""What may happen between handshakes: resumption, early data, updates, renegotiation, client certificates; sizes of records."""

import itertools
import re
import time

from certificates import digest, pems
from openssl import NO_EXTENDED_MASTER_SECRET, PORTS, converse, serve

FOLDER = "tls"
SECOND = b"1: what the client says once more, of another length\n"


def resumed(lab, known, way, server, client, second=(), **facts):
    """Two connections, the second with the first one's session; which lines of the key log are whose."""
    port = next(PORTS)
    serving = serve(lab, port, *server)
    session = lab.path(f"session-{port}")
    converse(lab, known, client=[*client, "-sess_out", session], running=serving, port=port)
    first = open(lab.path("keys")).read()
    converse(lab, known, client=[*client, "-sess_in", session, *second], running=serving, port=port, asks=SECOND, resumed=way,
             **facts)
    serving.stop()
    return first


def halves(first, opens):
    """The recording with half the key log. `opens` says which connections the half opens: the first's, the second's."""
    def only_first(lines):
        return [line for line in lines if line in first]

    def only_second(lines):
        return [line for line in lines if line not in first]

    return [("first-key", "The key log has the first connection's lines only.", only_first, opens[0]),
            ("second-key", "The key log has the second connection's lines only.", only_second, opens[1])]


def resumed_tls12_id(lab, known):
    """TLS 1.2 resumed by session id."""
    first = resumed(lab, known, "session_id", ["-tls1_2", "-no_ticket"], ["-tls1_2", "-no_ticket"])
    return halves(first.splitlines(), ({0, 1}, {0, 1}))


def resumed_tls12_ticket(lab, known):
    """TLS 1.2 resumed by ticket."""
    first = resumed(lab, known, "ticket", ["-tls1_2"], ["-tls1_2"])
    return halves(first.splitlines(), ({0, 1}, {0, 1}))


def resumed_tls12_cbc(lab, known):
    """TLS 1.2 resumed by ticket, CBC, without the extended master secret."""
    port = next(PORTS)
    serving = serve(lab, port, "-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA256")
    session = lab.path(f"session-{port}")
    for options, facts in (("-sess_out", {}), ("-sess_in", {"resumed": "ticket"})):
        converse(lab, known, client=["-tls1_2", options, session], running=serving, port=port, settings=NO_EXTENDED_MASTER_SECRET,
                 **facts)
    serving.stop()


def resumed_tls13(lab, known):
    """TLS 1.3 resumed by a ticket's PSK, with a new key exchange."""
    first = resumed(lab, known, "psk", ["-tls1_3"], ["-tls1_3"])
    return halves(first.splitlines(), ({0}, {1}))


def resumed_tls13_psk_only(lab, known):
    """TLS 1.3 resumed by a ticket's PSK alone (psk_ke)."""
    resumed(lab, known, "psk", ["-tls1_3", "-allow_no_dhe_kex", "-groups", "X25519"], ["-tls1_3", "-allow_no_dhe_kex"],
            ["-groups", "P-384"])


EARLY = b"0: what is said before the handshake is over\n" * 20


def early_data_accepted(lab, known):
    """0-RTT: early data, accepted."""
    early(lab, known, ["-tls1_3", "-early_data"], [])


def early_data_rejected(lab, known):
    """0-RTT: early data, rejected with a HelloRetryRequest; and rejected with the session, which was used before."""
    early(lab, known, ["-tls1_3", "-early_data", "-groups", "X25519"], ["-groups", "P-521:X25519"], hello_retry=True)
    early(lab, known, ["-tls1_3", "-early_data"], [], again=True)


def early(lab, known, server, second, again=False, **facts):
    port = next(PORTS)
    serving = serve(lab, port, *server)
    session = lab.path(f"session-{port}")
    with open(lab.path("early"), "wb") as file:
        file.write(EARLY)
    converse(lab, known, client=["-tls1_3", "-sess_out", session], running=serving, port=port)
    for _ in range(2 if again else 1):
        converse(lab, known, client=["-tls1_3", "-sess_in", session, "-early_data", lab.path("early"), *second],
                 running=serving, port=port, asks=SECOND, early=EARLY, resumed="psk", **facts)
        known.connections[-1]["early_bytes"] = len(EARLY)
    serving.stop()


def hello_retry(lab, known):
    """HelloRetryRequest: the client's share is of another group than the server's."""
    converse(lab, known, server=["-groups", "X25519"], client=["-groups", "P-521:X25519"], hello_retry=True)


def key_update(lab, known):
    """Keys renewed in the middle: by the client, by the server, each also asking the other to do so."""
    def renew(calling, serving):
        said = ([], [])
        lines = (b"%d: said with the keys that are the newest by then\n" % number for number in itertools.count(2))

        def say(sender, receiver, side):
            line = next(lines)
            sender.send(line)
            said[side].append(line)
            receiver.expect(re.escape(line))

        for sender, receiver, side, command in ((calling, serving, 0, b"k"), (calling, serving, 0, b"K"), (serving, calling, 1, b"k"),
                                                (serving, calling, 1, b"K")):
            sender.send(command + b"\n")
            time.sleep(0.3)
            say(sender, receiver, side)
            say(receiver, sender, 1 - side)
        return said

    for suite in ("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"):
        calling, serving = converse(lab, known, server=["-tls1_3", "-ciphersuites", suite], client=["-tls1_3", "-ciphersuites", suite],
                                    middle=renew)
        known.connections[-1]["key_updates"] = {
            "client": calling.text.count("write client key update"), "server": serving.text.count("write server key update")}


def renegotiation(lab, known):
    """TLS 1.2 renegotiated: by the client, by the server, and by the server for a certificate of the client."""
    def ask(program, command):
        def again(calling, serving):
            (calling if program == "client" else serving).send(command)
            time.sleep(0.5)
            calling.send(b"2: said after the handshake that came second\n")
            serving.expect("2: said")
            return [b"2: said after the handshake that came second\n"], []
        return again

    for program, command, suite in (("client", b"R\n", "ECDHE-ECDSA-AES128-GCM-SHA256"), ("server", b"r\n", "ECDHE-ECDSA-AES256-SHA")):
        converse(lab, known, server=["-tls1_2", "-client_renegotiation", "-cipher", suite], client=["-tls1_2", "-cipher", suite],
                 middle=ask(program, command), renegotiations=1)
    converse(lab, known, server=["-tls1_2", "-CAfile", lab.path("root.pem"), "-verify", "3"],
             client=["-tls1_2", "-cert", lab.path("alice.pem"), "-key", lab.path("alice.key"), "-cert_chain",
                     lab.path("intermediate.pem")],
             middle=ask("server", b"R\n"), renegotiations=1, client_certificates=alice(lab))


def alice(lab):
    return [digest(pem) for pem in pems(open(lab.path("alice-chain.pem")).read())]


def client_certificate(lab, known):
    """The client shows a certificate: TLS 1.2, TLS 1.3, TLS 1.3 after the handshake, and where it was asked and has none."""
    shows = ["-cert", lab.path("alice.pem"), "-key", lab.path("alice.key"), "-cert_chain", lab.path("intermediate.pem")]
    for protocol in ("-tls1_2", "-tls1_3"):
        converse(lab, known, server=[protocol, "-CAfile", lab.path("root.pem"), "-Verify", "3"], client=[protocol, *shows],
                 client_certificates=alice(lab))
        converse(lab, known, server=[protocol, "-CAfile", lab.path("root.pem"), "-verify", "3"], client=[protocol],
                 client_certificates=[])

    def ask(calling, serving):
        serving.send(b"c\n")
        time.sleep(0.5)

    converse(lab, known, server=["-tls1_3", "-CAfile", lab.path("root.pem")], client=["-tls1_3", "-enable_pha", *shows],
             middle=ask, client_certificates=alice(lab), post_handshake=True)


def record_sizes(lab, known):
    """Records of few octets: max_fragment_length agreed on, and servers and clients that cut finely; records padded to 512 octets."""
    for protocol in ("-tls1_2", "-tls1_3"):
        converse(lab, known, server=[protocol], client=[protocol, "-maxfraglen", "512"])
    converse(lab, known, server=["-tls1_2", "-max_send_frag", "512"], client=["-tls1_2", "-max_send_frag", "512"])
    for options in (["-record_padding", "512"], ["-record_padding", "512", "-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256"]):
        converse(lab, known, server=["-tls1_3", *options], client=["-tls1_3", *options])


def certificate_big(lab, known):
    """A certificate with 330 names: its message spans records, TLS 1.2 and 1.3."""
    converse(lab, known, server=["-tls1_2"], client=["-tls1_2"], certificate="big")
    converse(lab, known, server=["-tls1_3"], client=["-tls1_3"], certificate="big")


def certificate_tiny_records(lab, known):
    """Handshake messages that span many records of at most 512 octets."""
    for protocol in ("-tls1_2", "-tls1_3"):
        converse(lab, known, server=[protocol, "-max_send_frag", "512"], client=[protocol], certificate="rsa")


def certificate_order(lab, known):
    """A chain out of order: the leaf, the root, then the intermediate between them; and a leaf alone."""
    for protocol in ("-tls1_2", "-tls1_3"):
        converse(lab, known, server=[protocol], client=[protocol], chain="disordered")
        converse(lab, known, server=[protocol], client=[protocol], chain=None)


SCENARIOS = [
    resumed_tls12_id, resumed_tls12_ticket, resumed_tls12_cbc, resumed_tls13, resumed_tls13_psk_only, early_data_accepted,
    early_data_rejected, hello_retry, key_update, renegotiation, client_certificate, record_sizes, certificate_big,
    certificate_tiny_records, certificate_order,
]
