"""MiniStack goes on where it cannot read or write the state of a service, and would save it as empty. Here it is all or
nothing: what cannot be read ends it before it answers or saves, and what was saved is said only where all of it was.

ministack-saved.ts and ministack-launch.ts look for these lines."""

import logging
import os
import threading

UNREADABLE = "carillon: not all of the saved state can be read"
SAVED = "carillon: all of the state is saved"


class Failures(logging.Handler):
    """What this thread logs as failed while it is entered. Others go on with their work, and fail for reasons of their own."""

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
    """Ends the process, without saving, unless all is loaded."""

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
    """Says that all is saved where it is."""

    def saving(*args):
        with Failures() as failures:
            save(*args)
        if not failures.seen:
            print(SAVED, flush=True)

    return saving
