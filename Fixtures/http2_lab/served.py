"""What the servers serve, the same every time."""

import json
import os
import random


def files(work):
    folder = os.path.join(work, "files")
    os.makedirs(folder, exist_ok=True)
    text = "".join(f"line {number}: streams share what the wire carries\n" for number in range(300))
    contents = {
        "hello.txt": b"hello over a stream\n",
        "page.html": b"<!doctype html>\n<link rel=stylesheet href=style.css>\n<script src=script.js></script>\n<img src=image.png>\n",
        "style.css": b"body { margin: 1em }\n" * 40,
        "script.js": b"console.log('weir')\n" * 60,
        "image.png": random.Random(2).randbytes(12_000),
        "text.txt": text.encode(),
        "data.json": json.dumps([{"id": number, "name": f"item {number}"} for number in range(300)]).encode(),
        "large.bin": random.Random(3).randbytes(90_000),
        "empty.txt": b"",
        "upload.txt": b"what a client has to say\n" * 30,
    }
    for name, octets in contents.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(octets)
        os.utime(os.path.join(folder, name), (1_700_000_000, 1_700_000_000))
    return folder
