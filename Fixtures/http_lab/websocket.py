"""ws_server.py's log as the truth says it: frames joined to messages."""

import truth

FIGURES = {
    "messages[].bytes": "octets of the message as the application sees it, decompressed",
    "messages[].wire_bytes": "octets of its frames' payloads on the wire, frame headers excluded",
    "messages[].fragments": "how many frames it came in",
    "close": "the first Close frame that the server's side of the connection saw or sent, close_code what the library concludes",
}


def exchanges(log):
    for line in log:
        ends = truth.ends(*line["client"], *line["server"])
        exchange = {"method": line["method"], "target": line["target"], "version": "HTTP/1.1", "status": line["status"],
                    "log": "websockets", "request_headers": {"host": line["host"]}}
        if line["status"] == 101:
            exchange["websocket"] = conversation(line)
        else:
            exchange["body_bytes"] = exchange["wire_body_bytes"] = line["body_bytes"]
        yield ends, exchange


def conversation(line):
    """Messages in the order in which each ended, each sender's frames joined."""
    # Over HTTP/2 nothing is accepted in so many words.
    found = {"accept": line["accept"]} if "accept" in line else {}
    for name in ("subprotocol", "extensions"):
        if line[name]:
            found[name] = line[name]
    messages, controls, unfinished = [], [], {}
    for frame in line["frames"]:
        sender, opcode = frame["sender"], frame["opcode"]
        if opcode in ("ping", "pong"):
            controls.append({"sender": sender, "opcode": opcode, "bytes": frame["bytes"]})
        elif opcode == "close":
            if "close" not in found:
                found["close"] = {"sender": sender}
                found["close"].update((name, frame[name]) for name in ("code", "reason") if frame.get(name))
        else:
            message = unfinished.setdefault(sender, {"sender": sender, "opcode": opcode, "fragments": 0, "bytes": 0,
                                                     "wire_bytes": 0, "compressed": frame["compressed"]})
            message["fragments"] += 1
            message["bytes"] += frame["bytes"]
            message["wire_bytes"] += frame["wire_bytes"]
            if "text" in frame:
                message["text"] = frame["text"]
            if frame["fin"]:
                messages.append(unfinished.pop(sender))
    found |= {"messages": messages, "controls": controls}
    if line["close_code"]:
        found["close_code"] = line["close_code"]
    return found
