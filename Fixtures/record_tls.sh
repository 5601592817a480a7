#!/usr/bin/env bash
# Records Fixtures/captures/tls: real clients and servers in network namespaces on one switch, and beside each capture the key
# log that opens it (NAME.keylog) and what the programs themselves said (NAME.truth.json).
# Needs root, and on Debian: iproute2 ethtool tcpdump curl openssl python3 nginx-light gnutls-bin libnss3-tools postgresql-client
# and to check the recordings (--check) tshark.
# Usage: Fixtures/record_tls.sh [--only NAME…] [--check]
# Everything is made here, certificates too: no third-party content. Licence: that of Weir.
set -euo pipefail
cd "$(dirname "$0")/.."
for tool in ip ethtool tcpdump curl openssl python3 nginx gnutls-cli gnutls-serv tstclnt selfserv certutil psql; do
  command -v $tool >/dev/null || { echo "$tool: not found; the head of $0 lists what is needed" >&2; exit 1; }
done
python3 -B Fixtures/tls_lab/record.py "$@"
du -sh Fixtures/captures/tls
