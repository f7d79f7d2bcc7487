"""Idempotency by webhook-id, since delivery is at-least-once.

Only in the memory of this process; a receiver with several instances keeps the ids in its database, in the transaction
that processes the webhook.
"""

import threading
import time

# Time to live (TTL) of ids. Longer than Carillon retries (three days); an operator may replay a delivery even later.
KEEP_SECONDS = 7 * 86_400
MAX_IDS = 100_000


class Processed:
    def __init__(self, now=time.time):
        self._now, self._lock = now, threading.Lock()
        self._running, self._done = set(), {}

    def begin(self, event_id: str) -> str:
        """Returns `new` to exactly one caller until `end`, which processes the webhook; else `running` or `done`."""
        with self._lock:
            self._forget_oldest()
            if event_id in self._done:
                return "done"
            if event_id in self._running:
                return "running"
            self._running.add(event_id)
            return "new"

    def end(self, event_id: str, is_done: bool) -> None:
        """Releases the id; a failed webhook is processed at its next delivery."""
        with self._lock:
            self._running.discard(event_id)
            if is_done:
                self._done[event_id] = self._now()

    def _forget_oldest(self) -> None:
        # A dictionary iterates in insertion order, so the oldest entry comes first.
        while self._done:
            event_id, at = next(iter(self._done.items()))
            if len(self._done) <= MAX_IDS and self._now() - at < KEEP_SECONDS:
                return
            del self._done[event_id]
