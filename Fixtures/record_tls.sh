#!/usr/bin/env bash
# Records Fixtures/captures/tls: real clients and servers in network namespaces on one switch, and beside each capture the key
# log that opens it (NAME.keylog) and what the programs themselves said (NAME.truth.json).
# Needs root, and on Debian: iproute2 ethtool tcpdump curl openssl python3 python3-venv nginx-light gnutls-bin libnss3-tools
#   postgresql-client
# and from PyPI tlslite-ng (0.9.0 or its betas), brotli, zstandard and curl_cffi, which it installs into a folder of its own (VENV
# names one to keep). Fixtures/tls_lab/check.py holds the recordings against tshark.
# Usage: Fixtures/record_tls.sh [--only NAME…]
# Everything is made here, certificates too: no third-party content. Licence: that of Weir.
set -euo pipefail
cd "$(dirname "$0")/.."
for tool in ip ethtool tcpdump curl openssl python3 nginx gnutls-cli gnutls-serv tstclnt selfserv certutil psql; do
  command -v $tool >/dev/null || { echo "$tool: not found; the head of $0 lists what is needed" >&2; exit 1; }
done
venv=${VENV:-}
if [ -z "$venv" ]; then
  venv=$(mktemp -d)
  trap 'rm -rf "$venv"' EXIT
fi
[ -x "$venv/bin/python3" ] || python3 -m venv "$venv"
"$venv/bin/python3" -m pip install -q --pre 'tlslite-ng>=0.9.0b1' brotli zstandard 'curl_cffi>=0.17'
"$venv/bin/python3" -B Fixtures/tls_lab/record.py "$@"
du -sh Fixtures/captures/tls
