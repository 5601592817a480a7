"""Who opened connections in a capture, in order."""

import struct


def opened(capture):
    """By (transport, client, server, server's port), the client's ports in the order of the first SYN or datagram of each."""
    found, known = {}, set()
    for frame in capture.frames:
        packet = frame[16 + 14:]
        kind = frame[16 + 12:16 + 14]
        if kind == b"\x08\x00":
            source, destination = (".".join(map(str, packet[start:start + 4])) for start in (12, 16))
            protocol, segment = packet[9], packet[(packet[0] & 15) * 4:]
            if struct.unpack_from(">H", packet, 6)[0] & 0x1FFF:
                continue
        else:
            continue
        source_port, destination_port = struct.unpack_from(">HH", segment)
        if protocol == 6 and segment[13] & 0x12 != 0x02:
            continue
        transport = {6: "tcp", 17: "udp"}.get(protocol)
        ends = (transport, source, source_port, destination, destination_port)
        if transport is None or ends in known or (transport, destination, destination_port, source, source_port) in known:
            continue
        known.add(ends)
        found.setdefault((transport, source, destination, destination_port), []).append(source_port)
    return found
