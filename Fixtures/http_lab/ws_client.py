"""The clients of ws_server.py: ws_client.py URL BEHAVIOUR [--compress none|default|small] [--proxy URL]. Needs websockets."""

import argparse
import asyncio
import random

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

COMPRESSION = {
    "none": None,
    "default": [ClientPerMessageDeflateFactory(client_max_window_bits=True)],
    "small": [ClientPerMessageDeflateFactory(server_max_window_bits=9, client_max_window_bits=9)],
    "strict": [ClientPerMessageDeflateFactory(server_no_context_takeover=True, client_no_context_takeover=True)],
}
WORDS = "the quick brown fox jumps over the lazy dog, and then does it again"


async def talk(link):
    for message in ("hello", WORDS, WORDS, "", "größer, ☃ and 🦊", bytes(range(256)), b""):
        await link.send(message)
        await link.recv()
    waiter = await link.ping(b"are you there")
    await waiter
    await link.close(1000, "done")


async def many(link):
    """Several messages without waiting: many frames in a segment."""
    for number in range(40):
        await link.send(f"{number} " + WORDS[: number])
    for _ in range(40):
        await link.recv()
    await link.close()


async def big(link):
    await link.send(WORDS * 2000)
    await link.recv()
    await link.send(random.Random(3).randbytes(70_000))
    await link.recv()
    await link.send("x" * 126)
    await link.send("y" * 65_535)
    await link.send("z" * 65_536)
    for _ in range(3):
        await link.recv()
    await link.close(1000)


async def fragments(link):
    await link.recv()
    await link.recv()

    async def parts():
        yield WORDS[:20]
        await (await link.ping())
        yield WORDS[20:40]
        yield ""
        yield WORDS[40:]

    await link.send(parts())
    await link.recv()
    await link.send([b"\x02" * 10, b"\x03" * 70_000])
    await link.recv()
    await link.close(3000, "fragments done")


async def listen(link):
    try:
        async for _ in link:
            pass
    except ConnectionClosed:
        pass


async def once(link):
    await link.send("one word")
    await listen(link)


async def drop(link):
    await link.send("and then nothing")
    await link.recv()
    link.transport.abort()


async def silent(link):
    """Ends TCP without a Close frame."""
    await link.send("goodbye without a word")
    await link.recv()
    link.transport.close()
    await asyncio.sleep(0.1)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("behaviour")
    parser.add_argument("--compress", default="default", choices=COMPRESSION)
    parser.add_argument("--subprotocols", nargs="*")
    parser.add_argument("--proxy")
    parser.add_argument("--header", action="append", default=[])
    options = parser.parse_args()
    headers = [tuple(header.split(": ", 1)) for header in options.header]
    async with connect(options.url, compression=None, extensions=COMPRESSION[options.compress], ping_interval=None,
                       subprotocols=options.subprotocols, proxy=options.proxy, user_agent_header="weir-fixture/1",
                       additional_headers=headers, max_size=2**22) as link:
        await globals()[options.behaviour](link)


asyncio.run(main())
