"""DTLS: openssl, GnuTLS, and NSS, which alone speaks 1.3."""

import gnutls
import nss
from openssl import LEGACY, PORTS, converse, serve
from scenarios_sessions import SECOND

FOLDER = "tls"


def dtls12(lab, known):
    """DTLS 1.2 with HelloVerifyRequest: GCM, ChaCha20-Poly1305, CCM_8, CBC with and without encrypt-then-MAC."""
    for cipher, options in (("ECDHE-ECDSA-AES128-GCM-SHA256", []), ("ECDHE-ECDSA-CHACHA20-POLY1305", []),
                            ("ECDHE-ECDSA-AES128-CCM8", []), ("ECDHE-ECDSA-AES256-SHA384", []),
                            ("ECDHE-ECDSA-AES128-SHA256", ["-no_etm"])):
        suite = ["-cipher", cipher + ":" + LEGACY]
        converse(lab, known, server=["-dtls1_2", "-listen", *suite], client=["-dtls1_2", *suite, *options], transport="udp")


def dtls10(lab, known):
    """DTLS 1.0, CBC."""
    for cipher in ("ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA"):
        suite = ["-cipher", cipher + ":" + LEGACY]
        converse(lab, known, server=["-dtls1", "-listen", *suite], client=["-dtls1", *suite], transport="udp")


def dtls12_resumed(lab, known):
    """DTLS 1.2 resumed by ticket."""
    port = next(PORTS)
    serving = serve(lab, port, "-dtls1_2")
    session = lab.path(f"session-{port}")
    converse(lab, known, client=["-dtls1_2", "-sess_out", session], running=serving, port=port, transport="udp")
    converse(lab, known, client=["-dtls1_2", "-sess_in", session], running=serving, port=port, transport="udp", asks=SECOND,
             resumed="ticket")
    serving.stop()


def dtls12_fragments(lab, known):
    """DTLS 1.2, handshake messages in fragments: an MTU of 300 octets, and of 600 with an RSA certificate."""
    converse(lab, known, server=["-dtls1_2", "-listen", "-mtu", "300"], client=["-dtls1_2", "-mtu", "300"], transport="udp")
    converse(lab, known, server=["-dtls1_2", "-mtu", "600"], client=["-dtls1_2", "-mtu", "600"], certificate="rsa", transport="udp")


def dtls_gnutls(lab, known):
    """DTLS 1.2 and 1.0 of GnuTLS's."""
    for priority in ("NONE:+VERS-DTLS1.2:+ECDHE-RSA:+AES-128-GCM:+AEAD:+SIGN-ALL:+COMP-NULL:+GROUP-ALL",
                     "NONE:+VERS-DTLS1.0:+ECDHE-RSA:+AES-128-CBC:+SHA1:+SIGN-ALL:+COMP-NULL:+GROUP-ALL:"
                     "%VERIFY_ALLOW_SIGN_WITH_SHA1"):
        gnutls.converse(lab, known, priority, transport="udp", hello_verify=True)


def dtls13_nss(lab, known):
    """DTLS 1.3 of NSS's; Debian's has no key log, so the hellos are all that can be read. And NSS's DTLS 1.2."""
    nss.over_udp(lab, known, "tls1.3:tls1.3", b"0: what is said over DTLS 1.3\n", readable=[])
    nss.over_udp(lab, known, "tls1.2:tls1.2", b"0: what is said over DTLS 1.2\n", readable=[])


SCENARIOS = [dtls12, dtls10, dtls12_resumed, dtls12_fragments, dtls_gnutls, dtls13_nss]
