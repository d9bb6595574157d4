"""A phone of the story: what it keeps outside of the database, and its clock."""

import datetime
import os
import threading
import time
import uuid

import xunlou

from hearing import Memory


class Clock(xunlou.DeviceClock):
    """The story's time, and so many seconds ahead of it."""

    def __init__(self, story):
        self._story = story
        self.ahead = 0

    def read(self):
        at = self._story.now + datetime.timedelta(seconds=self.ahead)
        return xunlou.ClockReading(
            at=round(at.timestamp() * 1000),
            offset_seconds=int(at.utcoffset().total_seconds()),
            monotonic_ms=time.monotonic_ns() // 1_000_000,
        )


class Device:
    """What is kept of a phone, and the workspace that is open on it."""

    def __init__(self, directory, story):
        os.makedirs(directory)
        self.database = os.path.join(directory, "xunlou.sqlite3")
        self.clock = Clock(story)
        self.memory = Memory()
        #: Those that are not cancelled, the newest last.
        self.subscriptions = []
        #: Set when the scenario is over.
        self.over = threading.Event()
        self._workspace = None
        self._key = os.urandom(32)
        self._installation = str(uuid.uuid4())
        self._generation = 0

    @property
    def workspace(self):
        """The workspace that was opened last."""
        if self._workspace is None:
            raise LookupError("this device has no workspace")
        return self._workspace

    def config(self):
        """How to open the workspace."""
        return xunlou.WorkspaceConfig(
            database=self.database,
            installation=self._installation,
            generation=self._generation,
            clock=self.clock,
        )

    def key(self, kind):
        """The key, or one that is not it."""
        other = bytes(byte ^ 0xFF for byte in self._key)
        return {None: self._key, "wrong": other, "short": self._key[:31]}[kind]

    def reinstall(self):
        """The app is installed anew."""
        self._installation = str(uuid.uuid4())

    def take(self, workspace):
        """From now on the device works with this workspace."""
        self.leave()
        self._workspace = workspace
        self._generation = workspace.opening().generation

    def leave(self):
        """Closes the workspace, if there is one."""
        if self._workspace is not None:
            self._workspace.shut_down()
            self._workspace = None

    def end(self):
        """The scenario is over: who hangs may return."""
        self.over.set()
        for subscription in self.subscriptions:
            subscription.cancel()
        self.leave()
