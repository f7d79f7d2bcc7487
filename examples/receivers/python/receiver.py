import json
import os
import sys
import time
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from processed import Processed
from verify import create_verifier

# Carillon's webhooks have at most 256 KiB.
MAX_BODY_BYTES = 1_048_576

verify = create_verifier(os.environ.get("WEBHOOK_KEYS", "").split())
processed = Processed()


def handle(event) -> None:
    """Replace this: processes a verified, new webhook. If it raises, Carillon retries."""
    print(json.dumps({"received": event["id"], "type": event["type"]}), flush=True)


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Carillon's timeout for a response. Applies to one read of the headers, and to the whole body.
    timeout = 15

    def do_POST(self) -> None:
        try:
            self.answer(self.receive())
        except Exception:
            traceback.print_exc()
            self.answer(self.refuse(500))

    def receive(self) -> int:
        length = self.headers.get("content-length", "")
        if not length.isascii() or not length.isdigit() or "transfer-encoding" in self.headers:
            return self.refuse(411)
        if len(length) > 12 or int(length) > MAX_BODY_BYTES:
            return self.refuse(413)
        # Raw bytes of the body: the signature does not match JSON that was parsed and serialized again.
        body = self.read(int(length))
        problem = verify(self.headers, body)
        if problem is not None:
            print(f"refused: {problem}", file=sys.stderr, flush=True)
            return 401
        return self.once(self.headers["webhook-id"], body)

    def read(self, length: int) -> bytes:
        until, body = time.monotonic() + self.timeout, b""
        while len(body) < length:
            part = self.rfile.read1(length - len(body))
            if part == b"" or time.monotonic() > until:
                raise TimeoutError(f"{len(body)} of {length} bytes came in {self.timeout} seconds")
            body += part
        return body

    def once(self, event_id: str, body: bytes) -> int:
        """Idempotent: returns 204 for a duplicate too, or Carillon would retry it."""
        state = processed.begin(event_id)
        if state != "new":
            return 204 if state == "done" else 409
        is_done = False
        try:
            handle(json.loads(body))
            is_done = True
        finally:
            processed.end(event_id, is_done)
        return 204

    def refuse(self, status: int) -> int:
        """Closes the connection: the server would parse the unread rest of the body as the next request."""
        self.close_connection = True
        return status

    def answer(self, status: int) -> None:
        self.send_response(status)
        if status == 409:
            self.send_header("retry-after", "5")
        if status != 204:
            self.send_header("content-length", "0")
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()

    def log_message(self, *_) -> None:
        """Disables the request log: only received and refused webhooks are logged."""


if __name__ == "__main__":
    server = ThreadingHTTPServer((os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "9000"))), Receiver)
    host, port = server.server_address[:2]
    print(json.dumps({"listening": f"http://{host}:{port}"}), flush=True)
    server.serve_forever()
