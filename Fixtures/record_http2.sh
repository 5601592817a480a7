#!/usr/bin/env bash
# Records Fixtures/captures/http2: real clients, servers and proxies in network namespaces on one switch, and beside each capture what
# the programs themselves said (NAME.truth.json), and where TLS is, the key log that opens it (NAME.keylog).
# Needs root, and on Debian: iproute2 ethtool tcpdump curl openssl gcc libc6-dev nginx-light libnginx-mod-http-brotli-filter haproxy
#   nghttp2-client nghttp2-server nghttp2-proxy protobuf-compiler python3-h2 python3-wsproto python3-grpcio python3-protobuf
# of which Python's packages are those of Debian's /usr/bin/python3.
# Usage: Fixtures/record_http2.sh [--only NAME…]
# Everything is made here, certificates too: no third-party content. Licence: that of Weir.
set -euo pipefail
cd "$(dirname "$0")/.."
for tool in ip ethtool tcpdump curl openssl gcc nginx haproxy nghttp nghttpd nghttpx h2load protoc; do
  command -v $tool >/dev/null || { echo "$tool: not found; the head of $0 lists what is needed" >&2; exit 1; }
done
/usr/bin/python3 -c 'import google.protobuf, grpc, h2, wsproto'
mkdir -p Fixtures/captures/http2
protoc --include_imports --descriptor_set_out=Fixtures/captures/http2/lab.desc -I Fixtures/http2_lab -I /usr/include lab.proto
/usr/bin/python3 -B Fixtures/http2_lab/record.py "$@"
du -sh Fixtures/captures/http2
