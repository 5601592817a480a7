"""An authority, one below it, and what they vouch for, made with openssl in the laboratory's folder."""

import hashlib
import os
import re
import ssl
import subprocess

CONFIGURATION = """
[ca]
default_ca = any
[any]
database = {work}/ca/index
new_certs_dir = {work}/ca
rand_serial = yes
default_md = sha256
policy = policy
unique_subject = no
copy_extensions = none
[policy]
commonName = supplied
organizationName = optional
[req]
distinguished_name = names
[names]
"""
AUTHORITY = "basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n"
SERVER = ("basicConstraints=CA:false\nkeyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth\n"
          "subjectAltName={names}\n")
CLIENT = ("basicConstraints=CA:false\nkeyUsage=digitalSignature\nextendedKeyUsage=clientAuth\n"
          "subjectAltName=email:alice@origin.test\n")

ELLIPTIC = ("EC", "-pkeyopt", "ec_paramgen_curve:P-256")
ELLIPTIC_384 = ("EC", "-pkeyopt", "ec_paramgen_curve:P-384")
RSA = ("RSA", "-pkeyopt", "rsa_keygen_bits:2048")
EDWARDS = ("ED25519",)
# Certificates are valid then, whenever it is that the laboratory records.
FROM, UNTIL = "20200101000000Z", "20491231235959Z"
NAMES = "DNS:origin.test,DNS:*.origin.test,IP:10.8.0.4"


class Certificates:
    """Files in `work`: NAME.pem, NAME.key, and NAME-chain.pem with the intermediate behind it."""

    def __init__(self, work):
        self.work = work
        os.makedirs(f"{work}/ca", exist_ok=True)
        open(f"{work}/ca/index", "a").close()
        with open(f"{work}/ca.conf", "w") as file:
            file.write(CONFIGURATION.format(work=work))

    def path(self, name):
        return os.path.join(self.work, name)

    def all(self):
        self.make("root", ELLIPTIC, "Weir Laboratory Root", AUTHORITY, None)
        self.make("intermediate", ELLIPTIC, "Weir Laboratory Intermediate", AUTHORITY, "root")
        self.make("stranger", ELLIPTIC, "An Authority Nobody Knows", AUTHORITY, None)
        self.make("origin", ELLIPTIC, "origin.test", SERVER.format(names=NAMES))
        self.make("proxy", ELLIPTIC, "proxy.test", SERVER.format(names="DNS:proxy.test"))
        self.make("rsa", RSA, "origin.test", SERVER.format(names=NAMES))
        self.make("p384", ELLIPTIC_384, "origin.test", SERVER.format(names=NAMES))
        self.make("ed25519", EDWARDS, "origin.test", SERVER.format(names=NAMES))
        self.make("expired", ELLIPTIC, "origin.test", SERVER.format(names=NAMES), until="20210101000000Z")
        self.make("early", ELLIPTIC, "origin.test", SERVER.format(names=NAMES), begin="20400101000000Z")
        self.make("elsewhere", ELLIPTIC, "elsewhere.test", SERVER.format(names="DNS:elsewhere.test"))
        self.make("unknown", ELLIPTIC, "origin.test", SERVER.format(names=NAMES), "stranger")
        self.make("alice", ELLIPTIC, "Alice", CLIENT)
        self.make("mallory", ELLIPTIC, "Mallory", CLIENT, "stranger")
        names = ",".join(f"DNS:a-rather-long-name-of-a-host-number-{number:04}.origin.test" for number in range(330))
        self.make("big", RSA, "origin.test", SERVER.format(names="DNS:origin.test," + names))
        with open(self.path("disordered.pem"), "w") as file:
            # Leaf, root, intermediate: allowed since TLS 1.3 (RFC 8446 4.4.2), a fault before.
            for name in ("origin", "root", "intermediate"):
                file.write(open(self.path(f"{name}.pem")).read())
        return self

    def make(self, name, key, subject, extensions, issuer="intermediate", begin=FROM, until=UNTIL):
        run("openssl", "genpkey", "-algorithm", *key, "-out", self.path(f"{name}.key"))
        digest = [] if key == EDWARDS else ["-sha256"]
        run("openssl", "req", "-new", "-config", self.path("ca.conf"), "-key", self.path(f"{name}.key"), *digest,
            "-subj", f"/O=Weir/CN={subject}", "-out", self.path(f"{name}.csr"))
        with open(self.path("extensions"), "w") as file:
            file.write(extensions)
        signer = issuer or name
        own = ["-selfsign"] if issuer is None else ["-cert", self.path(f"{signer}.pem")]
        run("openssl", "ca", "-batch", "-notext", "-config", self.path("ca.conf"), *own, "-keyfile", self.path(f"{signer}.key"),
            "-in", self.path(f"{name}.csr"), "-extfile", self.path("extensions"), "-startdate", begin, "-enddate", until,
            "-out", self.path(f"{name}.pem"))
        chain = open(self.path(f"{name}.pem")).read()
        if issuer == "intermediate":
            chain += open(self.path("intermediate.pem")).read()
        with open(self.path(f"{name}-chain.pem"), "w") as file:
            file.write(chain)

    def digests(self, name):
        """SHA-256 of each certificate in a file, as openssl tells it."""
        return [digest(pem) for pem in pems(open(self.path(name)).read())]


def pems(text):
    return re.findall(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", text, re.S)


def digest(pem):
    done = subprocess.run(["openssl", "x509", "-noout", "-fingerprint", "-sha256"], input=pem.encode(), stdout=subprocess.PIPE,
                          check=True)
    told = done.stdout.decode().strip().split("=")[1].replace(":", "").lower()
    assert told == hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem + "\n")).hexdigest()
    return told


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout.decode()}")
