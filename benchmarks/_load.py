"""A load generator in a process of its own: N clients, each one kept-alive connection, no think time.

``python -m benchmarks._load HOST PORT PATH CLIENTS BODIES`` reads length-prefixed bodies from a file, sends each
once, and prints what happened as one line of JSON.
"""

import json
import queue
import socket
import statistics
import sys
import threading
import time
from collections import Counter
from pathlib import Path

BOUNDARY = b"bahtera-benchmark"


def request(path: str, xml: bytes) -> bytes:
    """Return a whole HTTP request, as Collect would write it."""
    body = (
        b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="xml_submission_file"; '
        b'filename="submission.xml"\r\nContent-Type: text/xml\r\n\r\n'
        + xml
        + b"\r\n--"
        + BOUNDARY
        + b"--\r\n"
    )
    head = (
        f"POST {path}?deviceID=collect%3Abenchmark HTTP/1.1\r\nHost: localhost\r\nX-OpenRosa-Version: 1.0\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY.decode()}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def read_reply(stream) -> int:
    """Read one answer and return its status."""
    status = int(stream.readline().split(b" ")[1])
    length = 0
    while (line := stream.readline()) not in {b"\r\n", b""}:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    stream.read(length)
    return status


def client(host: str, port: int, work: queue.SimpleQueue, times: list[float], statuses: Counter) -> None:
    connection = socket.create_connection((host, port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    stream = connection.makefile("rb")
    while True:
        try:
            message = work.get_nowait()
        except queue.Empty:
            return
        began = time.perf_counter()
        connection.sendall(message)
        status = read_reply(stream)
        times.append(time.perf_counter() - began)
        statuses[status] += 1


def bodies(file: Path) -> list[bytes]:
    data = file.read_bytes()
    found, at = [], 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        found.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    return found


def main() -> None:
    host, port, path, clients, file = sys.argv[1:6]
    work: queue.SimpleQueue = queue.SimpleQueue()
    for xml in bodies(Path(file)):
        work.put(request(path, xml))
    times: list[float] = []
    statuses: Counter = Counter()
    threads = [
        threading.Thread(target=client, args=(host, int(port), work, times, statuses))
        for _ in range(int(clients))
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - began
    cuts = statistics.quantiles(times, n=100)
    print(
        json.dumps(
            {
                "per_second": len(times) / taken,
                "p50_ms": cuts[49] * 1000,
                "p95_ms": cuts[94] * 1000,
                "p99_ms": cuts[98] * 1000,
                "statuses": statuses,
            }
        )
    )


if __name__ == "__main__":
    main()
