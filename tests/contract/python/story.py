"""One scenario: does its steps, and compares."""

import os

from call import Call
from converting import resolved
from device import Device
from matching import moment
from scenario import brief, verb


class StepFailed(Exception):
    """Which step failed; the cause says how."""


class Story:
    """Plays a scenario on the stage."""

    def __init__(self, scenario, stage, directory):
        self._steps = scenario["steps"]
        self.now = moment(scenario["starts"])
        self._zone = self.now.tzinfo
        self._stage = stage
        self._directory = directory
        self._devices = {}
        self._variables = {}
        self._server_runs = True
        stage.ask("open", at=self.now.isoformat(), households=scenario["households"])

    def play(self):
        """Does the steps one by one."""
        for number, step in enumerate(self._steps, 1):
            try:
                getattr(self, f"_{verb(step)}")(step)
            except Exception as error:
                said = f"step {number} of {len(self._steps)} ({brief(step)})"
                raise StepFailed(said) from error

    def end(self):
        """Nothing of it goes on."""
        for device in self._devices.values():
            device.end()

    def _on(self, name):
        if name not in self._devices:
            self._devices[name] = Device(os.path.join(self._directory, name), self)
        return self._devices[name]

    def _clock(self, step):
        self.now = moment(step["clock"]).astimezone(self._zone)
        if self._server_runs:
            self._stage.ask("clock", at=self.now.isoformat())

    def _server(self, step):
        what = step["server"]
        fields = {
            name: resolved(step[name], self._variables)
            for name in ("person", "device", "seed")
            if name in step
        }
        if what == "start":
            fields["at"] = self.now.isoformat()
        answer = self._stage.ask(what, **fields)
        if what in ("start", "stop"):
            self._server_runs = what == "start"
        self._save(step, answer)

    def _device(self, step):
        self._on(step["device"]).clock.ahead = step["clock_off"]

    def _heard(self, step):
        self._on(step["on"]).memory.expect(step["heard"], self._variables)

    def _call(self, step):
        device = self._on(step["on"]) if "on" in step else None
        call = Call(step, device, self._variables)
        for _ in range(step.get("repeat", 1)):
            result = call.once()
        self._save(step, result)

    def _save(self, step, result):
        for name, path in step.get("save", {}).items():
            value = result
            for part in filter(None, path.split(".")):
                try:
                    value = value[int(part)] if isinstance(value, list) else value[part]
                except (LookupError, TypeError, ValueError):
                    raise LookupError(f"there is no `{path}` to save") from None
            self._variables[name] = value
