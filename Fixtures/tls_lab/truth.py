"""What clients and servers said of their connections, in one shape, and what each name means."""

import hashlib
import re
import subprocess

from connections import Connections

FIGURES = {
    "version": "the protocol's version as the program named it: ssl3, 1.0, 1.1, 1.2, 1.3; of DTLS too",
    "cipher": "IANA's name of the suite that the program named",
    "alpn": "the protocol that the program said was agreed on",
    "resumed": "false, or how: session_id, ticket, psk; the program said that, the way follows from what it was told",
    "client_certificates": "what the client was told to present, and presented",
    "certificates": "SHA-256 of each certificate that the client received, told by openssl",
    "sent": "octets of application data that the program wrote, early data included, and their SHA-256",
    "browser": "whose ClientHello it is, by curl_cffi's name",
    "alerts": "as the programs reported that they sent or received them; close_notify among them",
    "alerts_readable": "the handshake failed; the key log has what opens its alerts",
    "failure": "what the scenario arranged: the reason, and how far the handshake came",
    "truncated_by": "who closed without close_notify, by what the other side's library said",
    "inner": "the session inside this one: in TLS to a proxy, another",
    "nesting": "how many streams are around the session: a proxy's tunnel is one",
    "readable": "which sides' application data the key log opens: all of it",
}


class Truth(Connections):
    """Of one scenario."""

    def __init__(self, shows):
        super().__init__(shows, FIGURES)


def octets(*parts):
    """How much was written, and its digest."""
    whole = b"".join(parts)
    return {"bytes": len(whole), "sha256": hashlib.sha256(whole).hexdigest()}


def suites():
    """IANA's name by openssl's."""
    done = subprocess.run(["openssl", "ciphers", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"], stdout=subprocess.PIPE, check=True)
    return {fields[2]: fields[0] for fields in (line.split() for line in done.stdout.decode().splitlines())}


SUITES = suites()
# TLS 1.3's by number.
SUITES_BY_NUMBER = {0x1301: "TLS_AES_128_GCM_SHA256", 0x1302: "TLS_AES_256_GCM_SHA384", 0x1303: "TLS_CHACHA20_POLY1305_SHA256"}


def version(text):
    """TLSv1.2, TLS1.2, DTLSv1.2, TLSv1 …"""
    found = re.search(r"(?:TLS)[v ]?(\d(?:\.\d)?)", text)
    if found:
        return found[1] if "." in found[1] else found[1] + ".0"
    return "ssl3" if "SSLv3" in text or "SSL3" in text else None
