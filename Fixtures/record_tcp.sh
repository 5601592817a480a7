#!/usr/bin/env bash
# Records Fixtures/captures/tcplab: real Linux hosts, a wire that misbehaves on purpose, and what the kernels counted.
# Needs root, iproute2, tcpdump, ethtool, python3, and the TCP laboratory (LAB, default ../shared/lab/tcplab.py beside the
# repository), which is not part of Weir. Usage: Fixtures/record_tcp.sh
# Everything is made here: no third-party content. Licence: that of Weir.
set -euo pipefail
cd "$(dirname "$0")/.."
lab=${LAB:-../shared/lab/tcplab.py}
[ -f "$lab" ] || { echo "$lab: no such file; the TCP laboratory is needed, LAB names it" >&2; exit 1; }
out=Fixtures/captures/tcplab
record() { python3 Tests/tools/tcp_lab_variants.py --lab "$lab" "$@"; }

# Whole frames, so that checksums of payload can be verified, where they are few.
record --out $out --only request-reply syn-lost synack-lost fin-lost tail-loss refused reset half-close simultaneous-close \
  keepalive
# The headers of the rest: 96 octets hold Ethernet, IPv4 and any TCP header, 128 those over IPv6.
record --out $out --snaplen 96 --only loss-10 duplicate-5 reorder-deep rto-blackhole delay-spike zero-window
record --out $out/no-timestamps --variant no-timestamps --snaplen 96 --only loss-10 rto-blackhole synack-lost
record --out $out/no-sack --variant no-sack --snaplen 96 --only loss-10
record --out $out/ipv6 --variant ipv6 --snaplen 128 --only loss-10
record --out $out/offload --variant offload --snaplen 96 --only loss-10
# The truth without its indentation.
python3 - $out/*.truth.json $out/*/*.truth.json <<'end'
import json, sys
for path in sys.argv[1:]:
    truth = json.load(open(path))
    json.dump(truth, open(path, "w"), separators=(",", ":"))
end
du -sh $out
