"""A bad wire between two devices: wire.py ONE OTHER SEED. It loses frames, doubles them, and lets some overtake others."""

import heapq
import random
import select
import socket
import sys
import time

LOST, DOUBLED, LATE = 0.06, 0.03, 0.10
DELAY, LATENESS = 0.002, 0.012


def opened(device):
    link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    link.bind((device, 0))
    return link


def main():
    ends = [opened(device) for device in sys.argv[1:3]]
    chance, waiting, number = random.Random(int(sys.argv[3])), [], 0
    while True:
        pause = max(0, waiting[0][0] - time.monotonic()) if waiting else None
        for end in select.select(ends, [], [], pause)[0]:
            octets, address = end.recvfrom(65536)
            if address[2] == socket.PACKET_OUTGOING:
                continue
            # Whatever is not IPv4 and TCP passes, so that nothing else than TCP has to cope.
            tcp = octets[12:14] == b"\x08\x00" and octets[23] == 6
            for _ in range(1 if not tcp else 0 if chance.random() < LOST else 2 if chance.random() < DOUBLED else 1):
                number += 1
                late = LATENESS if tcp and chance.random() < LATE else 0
                heapq.heappush(waiting, (time.monotonic() + DELAY + late, number, ends[1 - ends.index(end)], octets))
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, other, octets = heapq.heappop(waiting)
            other.send(octets)


if __name__ == "__main__":
    main()
