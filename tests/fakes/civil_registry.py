"""A civil registry that knows one person (sintetis): in memory, and behind HTTP for the adapter's contract."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import orjson

from bahtera.clients.api import Answer

KNOWN = ("6302125203820001", "Siti Beta")


class FakeRegistry:
    """Answers at once; ``down`` makes it unavailable."""

    def __init__(self, *, down=False):
        self.down, self.asked = down, []

    def check(self, asked):
        self.asked.append(asked)
        if self.down:
            return Answer.UNAVAILABLE
        return Answer.MATCH if (asked.nik, asked.name) == KNOWN else Answer.NO_MATCH


@contextmanager
def gateway(reply=None, status=200):
    """Serve the same over HTTP on this machine; ``reply`` replaces the body. Yields address and what was asked."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = orjson.loads(self.rfile.read(int(self.headers["Content-Length"])))
            seen.append((body, self.headers["Authorization"]))
            known = (body["nik"], body["nama"]) == KNOWN
            answer = reply if reply is not None else orjson.dumps({"cocok": known, "alamat": "rahasia"})
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/cek", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
