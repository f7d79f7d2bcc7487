"""Which webhooks were processed, by webhook-id: deliveries are at-least-once.

In the memory of this process alone; a receiver with several instances keeps it in its database, in the transaction that
processes the webhook.
"""

import threading
import time

# Longer than a delivery is tried (three days); an operator may replay one later than that.
KEEP_SECONDS = 7 * 86_400
MAX_IDS = 100_000


class Processed:
    def __init__(self, now=time.time):
        self._now, self._lock = now, threading.Lock()
        self._running, self._done = set(), {}

    def begin(self, event_id: str) -> str:
        """`new` exactly once until `end`: whoever gets that processes the webhook. Else `running` or `done`."""
        with self._lock:
            self._forget_oldest()
            if event_id in self._done:
                return "done"
            if event_id in self._running:
                return "running"
            self._running.add(event_id)
            return "new"

    def end(self, event_id: str, is_done: bool) -> None:
        """What failed is processed when it comes again."""
        with self._lock:
            self._running.discard(event_id)
            if is_done:
                self._done[event_id] = self._now()

    def _forget_oldest(self) -> None:
        # A dictionary keeps its entries in the order in which they came.
        while self._done:
            event_id, at = next(iter(self._done.items()))
            if len(self._done) <= MAX_IDS and self._now() - at < KEEP_SECONDS:
                return
            del self._done[event_id]
