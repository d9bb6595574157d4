"""Listeners, and what they heard."""

import threading

import xunlou

from converting import canonical
from matching import match, matches

PATIENCE_SECONDS = 10
SILENCE_SECONDS = 0.5


class Memory:
    """What the listeners of a device have heard since a scenario last asked, joined."""

    def __init__(self):
        self._arrived = threading.Condition()
        self._forget()

    def remember(self, changes):
        """Adds to it."""
        with self._arrived:
            for one in canonical(changes.documents):
                self._documents[one["document"]] = one
            self._sync = self._sync or changes.sync
            self._silent = False
            self._arrived.notify_all()

    def expect(self, pattern, variables):
        """Waits for what matches, and forgets it; for None, waits for nothing to come."""
        with self._arrived:
            if pattern is None:
                self._arrived.wait_for(lambda: not self._silent, SILENCE_SECONDS)
            else:
                self._arrived.wait_for(
                    lambda: matches(pattern, self._heard(), variables), PATIENCE_SECONDS
                )
            match(pattern, self._heard(), variables, "heard")
            self._forget()

    def _heard(self):
        # Silence is None and nothing else: no pattern may take it for something heard.
        if self._silent:
            return None
        return {"documents": list(self._documents.values()), "sync": self._sync}

    def _forget(self):
        self._documents, self._sync, self._silent = {}, False, True


class Listener(xunlou.ChangeListener):
    """A listener that remembers, or one that behaves badly."""

    def __init__(self, device, how):
        if how not in (None, "throws", "hangs", "calls_back"):
            raise ValueError(f"`{how}` is no kind of listener")
        self._how = how
        self._memory = device.memory
        self._over = device.over
        self._workspace = device.workspace

    def changed(self, changes):
        if self._how == "throws":
            raise xunlou.CallbackError.Failed("as the scenario asks")
        if self._how == "hangs":
            self._over.wait()
            return
        if self._how == "calls_back":
            self._workspace.sync_status()
        self._memory.remember(changes)


class Progress(xunlou.SyncListener):
    """Keeps every step of a sync that it is told."""

    def __init__(self):
        self._arrived = threading.Condition()
        self._steps = []

    def progressed(self, progress):
        with self._arrived:
            self._steps.append(canonical(progress))
            self._arrived.notify_all()

    def expect(self, pattern, variables):
        """Waits until the steps match."""
        with self._arrived:
            self._arrived.wait_for(
                lambda: matches(pattern, self._steps, variables), PATIENCE_SECONDS
            )
            match(pattern, self._steps, variables, "progress")
