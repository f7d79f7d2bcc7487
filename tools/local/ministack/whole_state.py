"""MiniStack continues if it cannot read or write the state of a service, and would save it as empty. This makes it all or
nothing: an unreadable state ends it before it answers or saves, and it reports "saved" only if all of it was.

ministack-saved.ts and ministack-launch.ts look for these lines."""

import logging
import os
import threading

UNREADABLE = "carillon: not all of the saved state can be read"
SAVED = "carillon: all of the state is saved"


class Failures(logging.Handler):
    """Collects failures that this thread logs inside the `with` block. Other threads may fail for unrelated reasons."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.thread = threading.get_ident()
        self.seen = []

    def emit(self, record):
        if record.thread != self.thread:
            return
        if record.levelno >= logging.ERROR or record.getMessage().startswith("Failed"):
            self.seen.append(record)

    def __enter__(self):
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_):
        logging.getLogger().removeHandler(self)


def whole_load(load):
    """Ends the process, without saving, unless everything was loaded."""

    def loading(*args):
        with Failures() as failures:
            try:
                load(*args)
            except Exception:
                logging.getLogger(__name__).exception("the saved state cannot be read")
        if failures.seen:
            print(UNREADABLE, flush=True)
            os._exit(3)

    return loading


def whole_save(save):
    """Reports that everything was saved, if it was."""

    def saving(*args):
        with Failures() as failures:
            save(*args)
        if not failures.seen:
            print(SAVED, flush=True)

    return saving
