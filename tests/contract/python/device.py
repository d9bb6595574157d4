"""A phone of the story: what it keeps outside of the database, its clock, and what it hears."""

import datetime
import os
import threading
import time
import uuid

import xunlou

from converting import canonical
from matching import matches

PATIENCE_SECONDS = 10
SILENCE_SECONDS = 0.5


class Clock(xunlou.DeviceClock):
    """The story's time, and so many seconds ahead of it."""

    def __init__(self, story):
        self._story = story
        self.ahead = 0

    def read(self):
        at = self._story.now + datetime.timedelta(seconds=self.ahead)
        offset = int(at.utcoffset().total_seconds())
        return xunlou.ClockReading(
            at=round(at.timestamp() * 1000),
            offset_seconds=offset,
            monotonic_ms=time.monotonic_ns() // 1_000_000,
        )


class Memory:
    """What listeners have heard and nobody has asked about."""

    def __init__(self):
        self._arrived = threading.Condition()
        self._documents = {}
        self._sync = False
        self._anything = False

    def remember(self, changes):
        with self._arrived:
            for one in canonical(changes)["documents"]:
                self._documents[one["document"]] = one
            self._sync = self._sync or changes.sync
            self._anything = True
            self._arrived.notify_all()

    def await_match(self, pattern, variables):
        """Waits until what was heard matches, and forgets it; returns what was heard."""
        with self._arrived:
            self._arrived.wait_for(lambda: matches(pattern, self._heard(), variables), PATIENCE_SECONDS)
            return self._forget()

    def await_silence(self):
        """Returns what was heard before or within the time in which nothing should be."""
        with self._arrived:
            self._arrived.wait_for(lambda: self._anything, SILENCE_SECONDS)
            return self._forget()

    def _heard(self):
        return {"documents": list(self._documents.values()), "sync": self._sync}

    def _forget(self):
        heard = self._heard() if self._anything else None
        self._documents, self._sync, self._anything = {}, False, False
        return heard


class Listener(xunlou.ChangeListener):
    """A listener that remembers, or one that behaves badly."""

    def __init__(self, device, how):
        self._device = device
        self._how = how

    def changed(self, changes):
        if self._how == "throws":
            raise RuntimeError("this listener always fails")
        if self._how == "hangs":
            self._device.over.wait()
            return
        if self._how == "calls_back":
            self._device.workspace.sync_status()
        self._device.memory.remember(changes)


class ProgressListener(xunlou.SyncListener):
    """Keeps every step that it is told."""

    def __init__(self):
        self._arrived = threading.Condition()
        self._steps = []

    def progressed(self, progress):
        with self._arrived:
            self._steps.append(canonical(progress))
            self._arrived.notify_all()

    def await_match(self, pattern, variables):
        with self._arrived:
            self._arrived.wait_for(lambda: matches(pattern, self._steps, variables), PATIENCE_SECONDS)
            return list(self._steps)


class Device:
    def __init__(self, directory, story):
        os.makedirs(directory)
        self.database = os.path.join(directory, "xunlou.sqlite3")
        self.key = os.urandom(32)
        self.installation = str(uuid.uuid4())
        self.generation = 0
        self.clock = Clock(story)
        self.memory = Memory()
        self.subscriptions = []
        self.over = threading.Event()
        self.workspace = None

    def config(self):
        return xunlou.WorkspaceConfig(
            database=self.database,
            installation=self.installation,
            generation=self.generation,
            clock=self.clock,
        )

    def take(self, workspace):
        """From now on the device works with this workspace."""
        self.leave()
        self.workspace = workspace
        self.generation = workspace.opening().generation

    def leave(self):
        if self.workspace is not None:
            self.workspace.close()

    def end(self):
        self.over.set()
        for subscription in self.subscriptions:
            subscription.cancel()
        self.leave()
