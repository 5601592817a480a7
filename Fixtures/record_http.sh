#!/usr/bin/env bash
# Records Fixtures/captures/http and Fixtures/captures/websocket: real servers, proxies and clients in network namespaces on one
# switch, and beside each capture what the servers themselves logged (NAME.truth.json).
# Needs root, and on Debian: iproute2 ethtool tcpdump curl openssl python3 python3-venv nginx-light
#   libnginx-mod-http-brotli-filter squid tinyproxy haproxy nghttp2-proxy
# and from PyPI websockets and zstandard, which it installs into a folder of its own (VENV names one to keep).
# Usage: Fixtures/record_http.sh [--only NAME…]
# Everything is made here: no third-party content. Licence: that of Weir.
set -euo pipefail
cd "$(dirname "$0")/.."
for tool in ip ethtool tcpdump curl openssl python3 nginx squid tinyproxy haproxy nghttpx; do
  command -v $tool >/dev/null || { echo "$tool: not found; the head of $0 lists what is needed" >&2; exit 1; }
done
venv=${VENV:-}
if [ -z "$venv" ]; then
  venv=$(mktemp -d)
  trap 'rm -rf "$venv"' EXIT
fi
[ -x "$venv/bin/python3" ] || python3 -m venv "$venv"
"$venv/bin/python3" -m pip install -q 'websockets>=15' zstandard
"$venv/bin/python3" -B Fixtures/http_lab/record.py "$@"
du -shc Fixtures/captures/http Fixtures/captures/websocket
