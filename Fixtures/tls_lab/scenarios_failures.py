"""Handshakes that fail, with openssl on both sides; Python's failures are among scenarios_python's."""

from openssl import LEGACY, fail

FOLDER = "tls"
STRICT = ["-verify_return_error"]


def failed_certificate(lab, known):
    """The client refuses the server's certificate: expired, not valid yet, another name's, an unknown authority's."""
    for protocol, version in (("-tls1_2", "1.2"), ("-tls1_3", "1.3")):
        for certificate, options, reason in (
                ("expired", [], "certificate_expired"), ("early", [], "certificate_rejected"),
                ("origin", ["-verify_hostname", "elsewhere.test"], "certificate_rejected"),
                ("unknown", [], "certificate_unknown_authority")):
            fail(lab, known, reason, "certificate", [protocol], [protocol, *STRICT, *options], certificate=certificate, version=version)


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
    """The server wants a certificate of the client: there is none; one of an unknown authority."""
    wants = ["-Verify", "3", "-CAfile", lab.path("root.pem"), *STRICT]
    shows = ["-cert", lab.path("mallory.pem"), "-key", lab.path("mallory.key")]
    for protocol, version in (("-tls1_2", "1.2"), ("-tls1_3", "1.3")):
        fail(lab, known, "certificate_required", "certificate", [protocol, *wants],
             [protocol], version=version, client_certificates=[])
        fail(lab, known, "certificate_unknown_authority", "certificate", [protocol, *wants], [protocol, *shows], version=version)


SCENARIOS = [failed_certificate, failed_version, failed_cipher, failed_alpn, failed_name, failed_client_certificate]
