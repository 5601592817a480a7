"""Every version and cipher suite, with openssl's s_server and s_client."""

from openssl import LEGACY, NO_EXTENDED_MASTER_SECRET, converse

FOLDER = "tls"


def suites_of(lab, known, names, protocol, certificate, *options, **facts):
    for cipher in names:
        suite = [protocol, "-cipher", cipher + ":" + LEGACY]
        converse(lab, known, server=suite, client=[*suite, *options], certificate=certificate, **facts)


def openssl_tls13_suites(lab, known):
    """TLS 1.3: AES-GCM 128 and 256, ChaCha20-Poly1305, AES-CCM with tags of 16 and 8 octets."""
    for suite in ("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_CCM_SHA256",
                  "TLS_AES_128_CCM_8_SHA256"):
        converse(lab, known, server=["-tls1_3", "-ciphersuites", suite], client=["-tls1_3", "-ciphersuites", suite])


def openssl_tls12_ecdhe(lab, known):
    """TLS 1.2, ECDHE with an ECDSA certificate: GCM, ChaCha20-Poly1305, CCM, CCM_8."""
    suites_of(lab, known, ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305",
                           "ECDHE-ECDSA-AES128-CCM", "ECDHE-ECDSA-AES256-CCM", "ECDHE-ECDSA-AES128-CCM8", "ECDHE-ECDSA-AES256-CCM8"],
              "-tls1_2", "origin")


CBC = ["ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA", "ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA384"]


def openssl_tls12_cbc(lab, known):
    """TLS 1.2, CBC with SHA-1, SHA-256 and SHA-384, encrypt-then-MAC."""
    suites_of(lab, known, CBC, "-tls1_2", "origin")


def openssl_tls12_cbc_mac_first(lab, known):
    """TLS 1.2, CBC with SHA-1, SHA-256 and SHA-384, without encrypt-then-MAC."""
    suites_of(lab, known, CBC, "-tls1_2", "origin", "-no_etm")


def openssl_tls12_rsa(lab, known):
    """TLS 1.2, RSA key exchange: GCM, CCM, CBC; with and without the extended master secret."""
    suites_of(lab, known, ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-CCM8", "AES256-SHA256", "AES128-SHA"], "-tls1_2", "rsa")
    suites_of(lab, known, ["AES256-GCM-SHA384", "AES256-SHA"], "-tls1_2", "rsa",
              settings=NO_EXTENDED_MASTER_SECRET)


def openssl_tls12_dhe(lab, known):
    """TLS 1.2, DHE: GCM, ChaCha20-Poly1305, CBC; without the extended master secret the last two."""
    suites_of(lab, known, ["DHE-RSA-AES128-GCM-SHA256", "DHE-RSA-CHACHA20-POLY1305", "DHE-RSA-AES256-SHA256"], "-tls1_2", "rsa")
    suites_of(lab, known, ["DHE-RSA-AES256-GCM-SHA384", "DHE-RSA-AES128-SHA"], "-tls1_2", "rsa",
              settings=NO_EXTENDED_MASTER_SECRET)


SECRET = ["-psk", "0123456789abcdef0123456789abcdef", "-psk_identity", "weir"]


def openssl_tls12_psk(lab, known):
    """TLS 1.2 with a shared key: PSK, DHE-PSK, ECDHE-PSK, RSA-PSK. No certificate but in the last."""
    for cipher in ("PSK-AES128-GCM-SHA256", "PSK-AES256-CBC-SHA384", "DHE-PSK-AES256-GCM-SHA384", "DHE-PSK-AES128-CCM",
                   "ECDHE-PSK-CHACHA20-POLY1305", "ECDHE-PSK-AES128-CBC-SHA256", "RSA-PSK-AES128-GCM-SHA256"):
        certificate = "rsa" if cipher.startswith("RSA") else None
        converse(lab, known, server=["-tls1_2", "-cipher", cipher + ":" + LEGACY, *SECRET],
                 client=["-tls1_2", "-cipher", cipher + ":" + LEGACY, *SECRET], certificate=certificate)


def openssl_tls13_psk(lab, known):
    """TLS 1.3 with a shared key that no ticket gave (an external one)."""
    converse(lab, known, server=["-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256", *SECRET],
             client=["-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256", *SECRET], certificate=None, resumed="psk")


def openssl_tls10(lab, known):
    """TLS 1.0: RSA, ECDHE and DHE key exchange, AES-CBC; records split to thwart BEAST; encrypt-then-MAC on and off."""
    suites_of(lab, known, ["AES128-SHA", "ECDHE-RSA-AES256-SHA"], "-tls1", "rsa")
    suites_of(lab, known, ["ECDHE-ECDSA-AES128-SHA"], "-tls1", "origin", "-no_etm")
    suites_of(lab, known, ["DHE-RSA-AES256-SHA"], "-tls1", "rsa", "-no_etm", settings=NO_EXTENDED_MASTER_SECRET)


def openssl_tls11(lab, known):
    """TLS 1.1: RSA, ECDHE and DHE key exchange, AES-CBC; encrypt-then-MAC on and off."""
    suites_of(lab, known, ["AES256-SHA", "ECDHE-RSA-AES128-SHA"], "-tls1_1", "rsa")
    suites_of(lab, known, ["ECDHE-ECDSA-AES256-SHA"], "-tls1_1", "origin", "-no_etm")
    suites_of(lab, known, ["DHE-RSA-AES128-SHA"], "-tls1_1", "rsa", "-no_etm", settings=NO_EXTENDED_MASTER_SECRET)


def openssl_tls12_others(lab, known):
    """Suites that are rare: ARIA and Camellia, and NULL, which hides nothing."""
    suites_of(lab, known, ["ECDHE-ECDSA-ARIA128-GCM-SHA256", "ECDHE-ECDSA-CAMELLIA128-SHA256", "ECDHE-ECDSA-NULL-SHA"], "-tls1_2",
              "origin", rare=True)


def openssl_certificates(lab, known):
    """Keys of several kinds: RSA, ECDSA on P-256 and P-384, Ed25519; TLS 1.2 and 1.3."""
    for certificate in ("rsa", "p384", "ed25519"):
        for protocol in ("-tls1_2", "-tls1_3"):
            converse(lab, known, server=[protocol], client=[protocol], certificate=certificate)


def openssl_names(lab, known):
    """No server name; another than the first; ALPN offered, taken and ignored."""
    converse(lab, known, name=None)
    converse(lab, known, name="www.origin.test")
    converse(lab, known, server=["-alpn", "http/1.1,weir/1"], client=["-alpn", "weir/1,h2"], alpn_offered=["weir/1", "h2"])
    converse(lab, known, server=["-tls1_2", "-alpn", "weir/1"], client=["-alpn", "weir/1,http/1.1"],
             alpn_offered=["weir/1", "http/1.1"])
    converse(lab, known, client=["-alpn", "weir/1,http/1.1"], alpn_offered=["weir/1", "http/1.1"])


def openssl_closed_by_server(lab, known):
    """The server closes first."""
    for protocol in ("-tls1_2", "-tls1_3"):
        converse(lab, known, server=[protocol], client=[protocol], closing="server")


SCENARIOS = [
    openssl_tls13_suites, openssl_tls12_ecdhe, openssl_tls12_cbc, openssl_tls12_cbc_mac_first, openssl_tls12_rsa, openssl_tls12_dhe,
    openssl_tls12_psk, openssl_tls13_psk, openssl_tls10, openssl_tls11, openssl_tls12_others, openssl_certificates, openssl_names,
    openssl_closed_by_server,
]
