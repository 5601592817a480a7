#!/usr/bin/env python3
"""Records protected by other implementations, as rows for Tests/RecordProtectionTests/ProtectedRecords.swift.

OpenSSL's libssl makes those of every suite that it has, in memory (Python's ssl), and s_client and s_server those of TLS 1.3;
tlslite-ng (a pure Python TLS, `pip install tlslite-ng`) those of SSL 3.0. What neither has is put together here, with the
ciphers of Python's cryptography and of `openssl enc`. Prints name, version, suite, encrypt-then-MAC, secret, randoms, and the
client's records: Finished (but TLS 1.3), then application data of 5 octets, "weir\\n".
"""

import hashlib, hmac, os, re, socket, ssl, struct, subprocess, sys, tempfile, threading, warnings

warnings.simplefilter("ignore")
DATA = b"weir\n"


def make_certificates(folder):
    kinds = {"rsa": ["rsa:2048"], "ec": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]}
    for kind, key in kinds.items():
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", *key, "-nodes", "-keyout", f"{folder}/{kind}.key", "-out",
             f"{folder}/{kind}.pem", "-subj", "/CN=weir"], check=True, capture_output=True)


def records(octets):
    while len(octets) >= 5:
        length = struct.unpack(">H", octets[3:5])[0]
        yield octets[0], octets[:5 + length]
        octets = octets[5 + length:]


def row(name, version, suite, etm, secret, client, server, protected):
    print("\t".join([name, f"{version:04x}", f"{suite:04x}", "etm" if etm else "-", secret, client, server,
                     *[record.hex() for record in protected]]))


def libssl(folder, cipher, version, etm):
    """A handshake in memory; what the client sends after ChangeCipherSpec is the row."""
    log = f"{folder}/log"
    if os.path.exists(log):
        os.remove(log)
    def context(side):
        made = ssl.SSLContext(side)
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE
        made.minimum_version = made.maximum_version = version
        made.set_ciphers(f"{cipher}:@SECLEVEL=0")
        if not etm:
            made.options |= 0x80000
        return made
    server = context(ssl.PROTOCOL_TLS_SERVER)
    for kind in ("rsa", "ec"):
        server.load_cert_chain(f"{folder}/{kind}.pem", f"{folder}/{kind}.key")
    client = context(ssl.PROTOCOL_TLS_CLIENT)
    client.keylog_filename = log
    pipes = [ssl.MemoryBIO() for _ in range(4)]
    ends = [client.wrap_bio(pipes[0], pipes[1]), server.wrap_bio(pipes[2], pipes[3], server_side=True)]
    sent = [b"", b""]
    done = [False, False]
    while not all(done):
        for side in (0, 1):
            try:
                ends[side].do_handshake()
                done[side] = True
            except ssl.SSLWantReadError:
                pass
            out = pipes[2 * side + 1].read()
            sent[side] += out
            pipes[2 * (1 - side)].write(out)
    ends[0].write(DATA)
    sent[0] += pipes[1].read()
    emit(cipher, version, sent, open(log).read())


def emit(name, version, sent, log):
    hello = next(record for kind, record in records(sent[1]) if kind == 22)
    suite_at = 44 + hello[43]
    suite = struct.unpack(">H", hello[suite_at:suite_at + 2])[0]
    client = next(records(sent[0]))[1][11:43].hex()
    etm = b"\0\x16\0\0" in hello[suite_at:]
    if version == 0x0304:
        secret = re.search(r"CLIENT_TRAFFIC_SECRET_0 \w+ (\w+)", log)[1]
        protected = [record for kind, record in records(sent[0]) if kind == 23][-1:]
    else:
        secret = re.search(r"CLIENT_RANDOM \w+ (\w+)", log)[1]
        kinds = list(records(sent[0]))
        protected = [record for _, record in kinds[[kind for kind, _ in kinds].index(20) + 1:]]
    row(name, int(version), suite, etm, secret, client, hello[11:43].hex(), protected)


def tool(folder, suite):
    """TLS 1.3 between s_client and s_server, which alone let one choose the suite."""
    log = f"{folder}/log13"
    if os.path.exists(log):
        os.remove(log)
    server = subprocess.Popen(
        ["openssl", "s_server", "-accept", "40443", "-cert", f"{folder}/ec.pem", "-key", f"{folder}/ec.key", "-tls1_3",
         "-ciphersuites", suite, "-quiet", "-num_tickets", "0"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    listener = socket.create_server(("127.0.0.1", 40444))
    client = subprocess.Popen(
        ["openssl", "s_client", "-connect", "127.0.0.1:40444", "-tls1_3", "-ciphersuites", suite, "-keylogfile", log, "-quiet"],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    inner, _ = listener.accept()
    while True:
        try:
            outer = socket.create_connection(("127.0.0.1", 40443))
            break
        except ConnectionRefusedError:
            pass
    sent = [b"", b""]
    def pump(source, target, side):
        while octets := source.recv(65536):
            sent[side] += octets
            target.sendall(octets)
    threads = [threading.Thread(target=pump, args=a, daemon=True) for a in ((inner, outer, 0), (outer, inner, 1))]
    for thread in threads:
        thread.start()
    while not os.path.exists(log) or "SERVER_TRAFFIC" not in open(log).read():
        pass
    client.stdin.write(DATA)
    client.stdin.flush()
    threads[0].join(1)
    emit(suite, 0x0304, sent, open(log).read())
    client.kill()
    server.kill()
    client.wait()
    server.wait()
    listener.close()
    inner.close()
    outer.close()


def old(cipher, mac):
    """SSL 3.0 between two ends of tlslite-ng; the client's key block is taken out of it."""
    from tlslite.api import HandshakeSettings, TLSConnection, X509CertChain, parsePEMKey
    ends = socket.socketpair()
    sent = []
    class Listening:
        def __init__(self, inner): self.inner = inner
        def __getattr__(self, name): return getattr(self.inner, name)
        def send(self, octets):
            sent.append(bytes(octets))
            return self.inner.send(octets)
        def sendall(self, octets):
            sent.append(bytes(octets))
            return self.inner.sendall(octets)
    settings = HandshakeSettings()
    settings.minVersion = settings.maxVersion = (3, 0)
    settings.cipherNames, settings.macNames = [cipher], [mac]
    settings.keyExchangeNames = ["rsa"]
    chain = X509CertChain()
    chain.parsePemList(open(f"{folder}/rsa.pem").read())
    key = parsePEMKey(open(f"{folder}/rsa.key").read(), private=True)
    server = TLSConnection(ends[1])
    other = HandshakeSettings()
    other.minVersion, other.maxVersion = (3, 0), (3, 0)
    other.cipherNames, other.macNames = [cipher], [mac]
    thread = threading.Thread(target=lambda: server.handshakeServer(certChain=chain, privateKey=key, settings=other))
    thread.start()
    client = TLSConnection(Listening(ends[0]))
    client.handshakeClientCert(settings=settings)
    thread.join()
    client.write(DATA)
    octets = b"".join(sent)
    kinds = list(records(octets))
    protected = [record for _, record in kinds[[kind for kind, _ in kinds].index(20) + 1:]]
    row(f"{cipher} {mac}", 0x0300, client.session.cipherSuite, False, client.session.masterSecret.hex(),
        bytes(client._clientRandom).hex(), bytes(client._serverRandom).hex(), protected)


# What has to be put together: key block and MAC of TLS 1.2 with SHA-256.

def expand(master, label, seed, count):
    seed = label + seed
    chain, out = seed, b""
    while len(out) < count:
        chain = hmac.digest(master, chain, "sha256")
        out += hmac.digest(master, chain + seed, "sha256")
    return out[:count]


def draft_chacha(suite):
    """draft-agl-tls-chacha20poly1305-04; gives the draft's own test vector of section 7."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
    from cryptography.hazmat.primitives.poly1305 import Poly1305
    def seal(key, nonce, header, text):
        stream = Cipher(algorithms.ChaCha20(key, bytes(8) + nonce), None).encryptor()
        mac = Poly1305(stream.update(bytes(64))[:32])
        octets = stream.update(text)
        mac.update(header + struct.pack("<Q", len(header)) + octets + struct.pack("<Q", len(octets)))
        return octets + mac.finalize()
    vector = seal(
        bytes.fromhex("4290bcb154173531f314af57f3be3b5006da371ece272afa1b5dbdd1100a1007"),
        bytes.fromhex("cd7cf67be39c794a"), bytes.fromhex("87e229d4500845a079c0"), bytes.fromhex("86d09974840bded2a5ca"))
    assert vector.hex() == "e3e446f7ede9a19b62a4677dabf4e3d24b876bb284753896e1d6"
    master, client, server = os.urandom(48), os.urandom(32), os.urandom(32)
    key = expand(master, b"key expansion", server + client, 64)[:32]
    made = []
    for sequence, (kind, text) in enumerate([(22, b"\x14\0\0\x0c" + bytes(12)), (23, DATA)]):
        number = struct.pack(">Q", sequence)
        sealed = seal(key, number, number + bytes([kind, 3, 3]) + struct.pack(">H", len(text)), text)
        made.append(bytes([kind, 3, 3]) + struct.pack(">H", len(sealed)) + sealed)
    row("draft ChaCha20-Poly1305", 0x0303, suite, False, master.hex(), client.hex(), server.hex(), made)


def legacy(name, suite, key_length, size):
    """CBC of the legacy provider, encrypted by `openssl enc`."""
    master, client, server = os.urandom(48), os.urandom(32), os.urandom(32)
    block = expand(master, b"key expansion", server + client, 2 * (20 + key_length))
    mac_key, key = block[:20], block[40:40 + key_length]
    made = []
    for sequence, (kind, text) in enumerate([(22, b"\x14\0\0\x0c" + bytes(12)), (23, DATA)]):
        header = struct.pack(">Q", sequence) + bytes([kind, 3, 3]) + struct.pack(">H", len(text))
        text += hmac.digest(mac_key, header + text, "sha1")
        padding = size - len(text) % size
        text += bytes([padding - 1]) * padding
        vector = os.urandom(size)
        sealed = vector + subprocess.run(
            ["openssl", "enc", "-provider", "legacy", "-provider", "default", f"-{name}", "-nopad", "-K", key.hex(), "-iv",
             vector.hex()], input=text, capture_output=True, check=True).stdout
        made.append(bytes([kind, 3, 3]) + struct.pack(">H", len(sealed)) + sealed)
    row(name, 0x0303, suite, False, master.hex(), client.hex(), server.hex(), made)


def main():
    make_certificates(folder)
    v10, v11, v12 = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2
    for cipher in ("AES128-SHA", "AES256-SHA", "CAMELLIA128-SHA", "NULL-MD5", "NULL-SHA"):
        for version in (v10, v11, v12):
            for etm in (True, False) if "NULL" not in cipher else (False,):
                libssl(folder, cipher, version, etm)
    for cipher in ("AES128-SHA256", "AES256-SHA256", "ECDHE-RSA-AES256-SHA384", "CAMELLIA128-SHA256",
                   "ECDHE-RSA-CAMELLIA256-SHA384"):
        for etm in (True, False):
            libssl(folder, cipher, v12, etm)
    for cipher in ("AES128-GCM-SHA256", "AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305", "AES128-CCM", "AES256-CCM",
                   "ECDHE-ECDSA-AES128-CCM8", "ECDHE-ECDSA-AES256-CCM8", "ARIA128-GCM-SHA256",
                   "ECDHE-ARIA256-GCM-SHA384", "NULL-SHA256", "ECDHE-RSA-NULL-SHA"):
        libssl(folder, cipher, v12, False)
    for suite in ("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
                  "TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256"):
        tool(folder, suite)
    for cipher, mac in (("aes128", "sha"), ("aes256", "sha"), ("3des", "sha"), ("rc4", "md5"), ("rc4", "sha")):
        old(cipher, mac)
    draft_chacha(0xcc13)
    legacy("des-cbc", 0x0009, 8, 8)
    legacy("seed-cbc", 0x0096, 16, 16)
    legacy("des-ede3-cbc", 0x000a, 24, 8)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main()
