"""GnuTLS's programs, and NSS's over TCP."""

import gnutls
import nss

FOLDER = "tls"
COMMON = ":+SIGN-ALL:+COMP-NULL:+GROUP-ALL:+CTYPE-ALL"


def gnutls_suites(lab, known):
    """GnuTLS, its key log too: TLS 1.3, 1.2, 1.1 and 1.0; CCM, CBC with and without encrypt-then-MAC."""
    for priority in ("NONE:+VERS-TLS1.3:+AES-128-CCM:+AEAD", "NONE:+VERS-TLS1.3:+CHACHA20-POLY1305:+AEAD",
                     "NONE:+VERS-TLS1.2:+RSA:+AES-256-CCM-8:+AEAD", "NONE:+VERS-TLS1.2:+ECDHE-RSA:+AES-256-GCM:+AEAD",
                     "NONE:+VERS-TLS1.2:+ECDHE-RSA:+AES-128-CBC:+SHA1", "NONE:+VERS-TLS1.2:+RSA:+AES-256-CBC:+SHA1:%NO_ETM",
                     "NONE:+VERS-TLS1.1:+ECDHE-RSA:+AES-128-CBC:+SHA1", "NONE:+VERS-TLS1.0:+RSA:+AES-256-CBC:+SHA1:%NO_ETM"):
        gnutls.converse(lab, known, priority + COMMON)


def gnutls_record_size(lab, known):
    """record_size_limit (RFC 8449), and a protocol chosen by ALPN."""
    gnutls.converse(lab, known, "NONE:+VERS-TLS1.3:+AES-128-GCM:+AEAD" + COMMON, client=["--recordsize", "512"],
                    server=["--recordsize", "512"])
    gnutls.converse(lab, known, "NONE:+VERS-TLS1.3:+AES-256-GCM:+AEAD" + COMMON, client=["--alpn", "weir/1"],
                    server=["--alpn", "weir/1"], alpn="weir/1", alpn_offered=["weir/1"])


def nss_hellos(lab, known):
    """NSS's hellos, without keys: TLS 1.0 to 1.3, SSL 3.0; Encrypted Client Hello as GREASE."""
    for span in ("tls1.0:tls1.0", "tls1.2:tls1.2", "tls1.3:tls1.3"):
        nss.over_tcp(lab, known, span, b"GET / HTTP/1.0\r\n\r\n", server=["-V", "tls1.0:"], readable=[])
    nss.over_tcp(lab, known, "tls1.3:tls1.3", b"GET / HTTP/1.0\r\n\r\n", client=["-i", "100"], server=["-V", "tls1.0:"], readable=[],
                 ech=True)


def nss_ssl3(lab, known):
    """SSL 3.0 of NSS's, which no other program of Debian's speaks; without keys."""
    nss.over_tcp(lab, known, "ssl3:ssl3", b"GET / HTTP/1.0\r\n\r\n", server=["-V", "ssl3:ssl3"], readable=[])


SCENARIOS = [gnutls_suites, gnutls_record_size, nss_hellos, nss_ssl3]
