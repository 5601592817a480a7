"""Handshakes that fail, with openssl on both sides; Python's failures are among scenarios_python's."""

from openssl import LEGACY, PORTS, fail, serve
from talking import call, chain
from truth import SUITES

FOLDER = "tls"
STRICT = ["-verify_return_error"]


def failed_certificate(lab, known):
    """The client refuses the server's certificate: expired, not valid yet, another name's, an unknown authority's."""
    for protocol, version in (("-tls1_2", "1.2"), ("-tls1_3", "1.3")):
        for certificate, options, reason in (
                ("expired", [], "certificate_expired"), ("early", [], "certificate_rejected"),
                ("origin", ["-verify_hostname", "elsewhere.test"], "certificate_rejected"),
                ("unknown", [], "certificate_unknown_authority")):
            fail(lab, known, reason, "certificate", [protocol], [protocol, *STRICT, *options], certificate=certificate,
                 version=version)


def failed_version(lab, known):
    """No version in common: the client is too old; the client is too new."""
    fail(lab, known, "no_common_version", "client_hello", ["-tls1_3"], ["-tls1_2"])
    fail(lab, known, "no_common_version", "client_hello", ["-tls1_2"], ["-tls1_3"])
    fail(lab, known, "no_common_version", "client_hello", ["-tls1_2"], ["-tls1_1", "-cipher", "DEFAULT:" + LEGACY])


def failed_cipher(lab, known):
    """No cipher suite in common, TLS 1.2 and 1.3; no group in common."""
    fail(lab, known, "no_common_cipher", "client_hello", ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-GCM-SHA384"],
         ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"])
    fail(lab, known, "no_common_cipher", "client_hello", ["-tls1_3", "-ciphersuites", "TLS_AES_256_GCM_SHA384"],
         ["-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256"])
    fail(lab, known, "no_common_group", "client_hello", ["-tls1_3", "-groups", "X25519"], ["-tls1_3", "-groups", "P-384"])


def failed_alpn(lab, known):
    """No protocol in common for ALPN."""
    for protocol in ("-tls1_2", "-tls1_3"):
        fail(lab, known, "no_common_protocol", "client_hello", [protocol, "-alpn", "weir/1"], [protocol, "-alpn", "h2,http/1.1"],
             alpn_offered=["h2", "http/1.1"])


def failed_name(lab, known):
    """A server name that the server does not know, and will not have."""
    for protocol in ("-tls1_2", "-tls1_3"):
        fail(lab, known, "unrecognized_name", "client_hello",
             [protocol, "-servername", "somewhere.test", "-servername_fatal", "-cert2", lab.path("rsa.pem"), "-key2",
              lab.path("rsa.key")], [protocol])


def failed_client_certificate(lab, known):
    """The server wants a certificate of the client: there is none; one of an unknown authority. In TLS 1.3 both sent Finished
    before the server says so."""
    wants = ["-Verify", "3", "-CAfile", lab.path("root.pem"), *STRICT]
    shows = ["-cert", lab.path("mallory.pem"), "-key", lab.path("mallory.key")]
    for protocol, version in (("-tls1_2", "1.2"), ("-tls1_3", "1.3")):
        fail(lab, known, "certificate_required", None, [protocol, *wants], [protocol], version=version, client_certificates=[])
        fail(lab, known, "certificate_unknown_authority", None, [protocol, *wants], [protocol, *shows], version=version,
             client_certificates=chain(lab, "mallory-chain.pem"))
    for connection in known.connections:
        if connection["version"] == "1.3":
            # Both had sent Finished by then; whether that is complete is a matter of words.
            del connection["complete"]


def hello_ssl2(lab, known):
    """A ClientHello in SSL 2.0's form, which a server of TLS 1.2 answers; then the client leaves."""
    suites = b"\x00\x00\x9c" + b"\x00\x00\xff"
    hello = b"\x01\x03\x03" + len(suites).to_bytes(2, "big") + b"\0\0" + b"\0\x20" + suites + bytes(range(1, 33))
    port = next(PORTS)
    serving = serve(lab, port, "-tls1_2", "-cipher", "AES128-GCM-SHA256:" + LEGACY, certificate="rsa")
    connection = known.connection(lab, port)
    octets = (0x8000 | len(hello)).to_bytes(2, "big") + hello
    call(lab, port, ["plain", octets.decode("latin-1")], ["pause", 0.3], ["close"]).told()
    serving.stop()
    assert "write server done" in serving.text, serving.text
    connection |= {"version": "1.2", "cipher": SUITES["AES128-GCM-SHA256"], "complete": False, "ssl2_hello": True,
                   "certificates": chain(lab, "rsa-chain.pem"), "resumed": False, "readable": []}


SCENARIOS = [hello_ssl2, failed_certificate, failed_version, failed_cipher, failed_alpn, failed_name, failed_client_certificate]
