"""Clients that the API benchmark needs beside wrk: many that listen, many that are slow, some that ask now and then."""

import asyncio
import statistics
import time


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))] if values else None


class Listener(asyncio.Protocol):
    """One stream of events; counts, keeps nothing."""

    def __init__(self, token, after):
        self.token, self.after = token, after
        self.bytes = self.ends = 0
        self.rest = b""
        self.is_lost = False

    def connection_made(self, transport):
        self.transport = transport
        transport.write(f"GET /api/v1/events?after={self.after} HTTP/1.1\r\nHost: x\r\n"
                        f"Authorization: Bearer {self.token}\r\n\r\n".encode())

    def data_received(self, data):
        self.bytes += len(data)
        text = self.rest + data
        # A job that is done is one event with its record; the word may lie across two pieces.
        self.ends += text.count(b'"state":"done"') - self.rest.count(b'"state":"done"')
        self.rest = text[-32:]

    def connection_lost(self, _):
        self.is_lost = True


async def listen(server, count, after):
    loop = asyncio.get_running_loop()
    listeners = []
    for _ in range(count):
        _, listener = await loop.create_connection(lambda: Listener(server.token, after), "127.0.0.1", server.port)
        listeners.append(listener)
    while any(listener.bytes == 0 for listener in listeners):
        await asyncio.sleep(0.05)
    return listeners


async def open_slowly(server, count):
    """Connections that send a header byte by byte and never end it."""
    writers = []
    for _ in range(count):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(b"GET /api/v1/jobs HTTP/1.1\r\nX-")
            writers.append(writer)
        except OSError:
            break
    return writers


async def dribble(writers, stop):
    while not stop.is_set():
        for writer in writers:
            if not writer.is_closing():
                writer.write(b"a")
        await asyncio.sleep(1)


async def ask_once(server, path):
    begin = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {server.token}\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n")
    await reader.read()
    writer.close()
    if b" 200 " not in head:
        raise RuntimeError(f"{path}: {head!r}")
    return time.monotonic() - begin


async def ask_steadily(server, paths, a_second, stop):
    """At that rate, however long an answer takes; the latencies."""
    taken, tasks, begin, sent = [], set(), time.monotonic(), 0

    async def one(path):
        taken.append(await ask_once(server, path))

    while not stop():
        due = int((time.monotonic() - begin) * a_second)
        for _ in range(due - sent):
            task = asyncio.ensure_future(one(paths[sent % len(paths)]))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            sent += 1
        await asyncio.sleep(0.01)
    await asyncio.gather(*tasks)
    return {"requests": sent, "p50_ms": 1000 * statistics.median(taken), "p95_ms": 1000 * quantile(taken, 0.95),
            "p99_ms": 1000 * quantile(taken, 0.99)}
