#!/usr/bin/env bash
# Records the captures under Fixtures/captures with real software, in two network namespaces joined by a veth pair.
# Needs root, iproute2, tcpdump, python3, ping (iputils-ping). Usage: Fixtures/record.sh
# Everything is made here: no third-party content. Licence: that of Weir.
set -euo pipefail
cd "$(dirname "$0")/captures"
a=weir-a b=weir-b
server=
cleanup() { [ -z "$server" ] || kill -9 "$server" 2>/dev/null || true; ip netns del $a 2>/dev/null || true; ip netns del $b 2>/dev/null || true; }
trap cleanup EXIT
cleanup
ip netns add $a; ip netns add $b
ip -n $a link add eth0 address 02:00:00:00:0a:01 type veth peer name eth0 address 02:00:00:00:0b:01 netns $b
for side in "$a 1" "$b 2"; do
  set -- $side
  ip -n "$1" link set lo up
  ip -n "$1" addr add 10.9.0."$2"/24 dev eth0
  ip -n "$1" addr add fd09::"$2"/64 dev eth0 nodad
  ip -n "$1" link set eth0 up
done
sleep 1

# record FILE COMMAND…: what crosses the client's interface while COMMAND runs.
record() {
  local file=$1; shift
  ip netns exec $a tcpdump -i eth0 -U -w "$file" ${options:-} 2>/dev/null & local dump=$!
  sleep 0.7
  "$@" || true
  sleep 0.7
  kill -INT $dump; wait $dump 2>/dev/null || true
}
client() { ip netns exec $a python3 -c "$1"; }
serve() { ip netns exec $b python3 -c "$1" >/dev/null 2>&1 & server=$!; sleep 2; }

serve '
import http.server, socketserver
class H(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        body = b"weir\n" * (1 if self.path == "/" else 4000)
        self.send_response(200); self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
    def log_message(self, *a): pass
class S(socketserver.ThreadingTCPServer): allow_reuse_address = True; address_family = 10; daemon_threads = True
S(("::", 80), H).serve_forever()'
web() { client '
import http.client, socket, struct
for host in ("10.9.0.2", "fd09::2"):
    try:
        c = http.client.HTTPConnection(host, timeout=3)
        c.sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET); c.sock.connect((host, 80))
        c.request("GET", "/"); c.getresponse().read(); c.request("GET", "/large"); c.getresponse().read(); c.close()
    except OSError as e: print(host, e)
s = socket.create_connection(("10.9.0.2", 80)); s.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"); s.recv(100)
s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)); s.close()
for port in (81, 82):
    try: socket.create_connection(("10.9.0.2", port), 1)
    except OSError: pass'; }
record tcp/web.pcap web
options="-s 96" record tcp/web-snapped.pcap web

# A filter that swallows SYNs, one that answers with ICMP, and a server that never accepts.
ip -n $b route add blackhole 10.9.0.1/32 2>/dev/null || true
silent() { client '
import socket
try: socket.create_connection(("10.9.0.2", 80), 3.5)
except OSError: pass'; }
record tcp/unanswered.pcap silent
ip -n $b route del blackhole 10.9.0.1/32 2>/dev/null || true
kill -9 $server 2>/dev/null || true

serve '
import socket, threading
def echo(family, address):
    s = socket.socket(family, socket.SOCK_DGRAM)
    if family == socket.AF_INET6: s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    s.bind((address, 5300))
    while True:
        d, who = s.recvfrom(65535); s.sendto(d, who)
for x in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")): threading.Thread(target=echo, args=x).start()' 2>/dev/null
datagrams() { client '
import socket
for family, host in ((socket.AF_INET, "10.9.0.2"), (socket.AF_INET6, "fd09::2")):
    s = socket.socket(family, socket.SOCK_DGRAM); s.settimeout(1); s.connect((host, 5300))
    for size in (20, 1400, 4000): s.send(b"x" * size); s.recv(65535)
    s.close()
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(0.5); s.connect(("10.9.0.2", 9))
try: s.send(b"nobody listens"); s.recv(10); 
except OSError: pass'
ip netns exec $a ping -c 2 -i 0.2 -s 3000 10.9.0.2 >/dev/null; ip netns exec $a ping -6 -c 2 -i 0.2 fd09::2 >/dev/null; }
record fragments/datagrams.pcap datagrams

# The same through a VXLAN.
for side in "$a 1" "$b 2"; do
  set -- $side
  ip -n "$1" link add vx9 type vxlan id 9 remote 10.9.0.$((3 - $2)) dstport 4789 dev eth0
  ip -n "$1" addr add 10.8.0."$2"/24 dev vx9
  ip -n "$1" link set vx9 up
done
sleep 1
tunnelled() { client '
import socket
for host in ("10.9.0.2", "10.8.0.2"):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(2); s.connect((host, 5300))
    for _ in range(2): s.send(b"through a tunnel"); s.recv(100)'
ip netns exec $a ping -c 1 10.8.0.2 >/dev/null; }
record tunnel/vxlan.pcap tunnelled
kill -9 $server 2>/dev/null || true
ls -la */*.pcap
