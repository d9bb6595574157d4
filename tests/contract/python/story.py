"""One scenario: does its steps, and compares."""

import datetime
import inspect
import os

import xunlou

from converting import argument, canonical, parameters, resolved, snake
from device import Device, Listener, ProgressListener
from matching import match

STEP_KEYS = {
    "clock": {"clock"},
    "server": {"server", "person", "device", "seed", "save"},
    "device": {"device", "clock_off"},
    "heard": {"on", "heard"},
    "call": {
        "on", "call", "with", "expect", "fails", "save", "repeat", "key", "installation",
        "listener", "cancelled", "progress",
    },
}
SCENARIO_KEYS = {"title", "story", "starts", "households", "steps"}


def check_keys(what, known):
    unknown = set(what) - known
    if unknown:
        raise ValueError(f"unknown keys: {sorted(unknown)}")


class Story:
    def __init__(self, scenario, stage, directory):
        check_keys(scenario, SCENARIO_KEYS)
        self.steps = scenario["steps"]
        self.now = datetime.datetime.fromisoformat(scenario["starts"])
        self._stage = stage
        self._directory = directory
        self._devices = {}
        self._variables = {}
        self._server_runs = True
        stage.ask("open", at=self.now.isoformat(), households=scenario["households"])

    def play(self, step):
        # `device` is a key of its own and one of the server's.
        kind = next(one for one in ("clock", "server", "call", "heard", "device") if one in step)
        check_keys(step, STEP_KEYS[kind])
        getattr(self, f"_{kind}")(step)

    def end(self):
        for device in self._devices.values():
            device.end()

    def _on(self, name):
        if name not in self._devices:
            self._devices[name] = Device(os.path.join(self._directory, name), self)
        return self._devices[name]

    def _clock(self, step):
        self.now = datetime.datetime.fromisoformat(step["clock"])
        if self._server_runs:
            self._stage.ask("clock", at=step["clock"])

    def _server(self, step):
        fields = {
            name: resolved(step[name], self._variables)
            for name in ("person", "device", "seed")
            if name in step
        }
        what = step["server"]
        if what == "start":
            fields["at"] = self.now.isoformat()
        answer = self._stage.ask(what, **fields)
        self._server_runs = (self._server_runs or what == "start") and what != "stop"
        self._save(step, answer)

    def _device(self, step):
        self._on(step["device"]).clock.ahead = step["clock_off"]

    def _heard(self, step):
        device, pattern = self._on(step["on"]), step["heard"]
        if pattern is None:
            heard = device.memory.await_silence()
        else:
            heard = device.memory.await_match(pattern, self._variables)
        match(pattern, heard, self._variables)

    def _call(self, step):
        device = self._on(step["on"]) if "on" in step else None
        for _ in range(step.get("repeat", 1)):
            self._call_once(step, device)

    def _call_once(self, step, device):
        if step.get("installation") == "other":
            device.installation = os.urandom(16).hex()
        function = self._export(step["call"], device)
        listener = ProgressListener()
        given = self._given(step, device, function, listener)
        try:
            result = function(**given)
        except xunlou.XunlouError as error:
            self._failed(step, error)
            return
        if "fails" in step:
            raise AssertionError(f"expected {step['fails']}, and it went well: {canonical(result)}")
        if step["call"] in ("Workspace.enrol", "Workspace.open"):
            device.take(result)
            result = None
        elif step["call"] == "subscribe":
            device.subscriptions.append(result)
            result = None
        result = canonical(result)
        if "expect" in step:
            match(step["expect"], result, self._variables)
        if "progress" in step:
            heard = listener.await_match(step["progress"], self._variables)
            match(step["progress"], heard, self._variables, "progress")
        self._save(step, result)

    def _export(self, name, device):
        if name == "Subscription.cancel":
            return device.subscriptions.pop().cancel
        kind, _, method = name.rpartition(".")
        if kind == "Workspace":
            device.leave()
            return getattr(xunlou.Workspace, method)
        workspace = device.workspace if device is not None else None
        return getattr(workspace, name, None) or getattr(xunlou, name)

    def _given(self, step, device, function, listener):
        wanted = parameters(function)
        given = {}
        for name, value in step.get("with", {}).items():
            if name not in wanted:
                raise ValueError(f"`{step['call']}` takes no `{name}`, but {sorted(wanted)}")
            given[name] = argument(wanted[name][0], value, self._variables)
        supplied = {
            "config": lambda: device.config(),
            "database": lambda: device.database,
            "key": lambda: self._key(step, device),
        }
        if step["call"] == "subscribe":
            supplied["listener"] = lambda: Listener(device, step.get("listener"))
        if step["call"] == "sync":
            supplied["listener"] = lambda: listener
            supplied["cancel"] = lambda: token(step.get("cancelled", False))
        for name, (declared, default) in wanted.items():
            if name not in given and name in supplied:
                given[name] = supplied[name]()
            elif name not in given and default is inspect.Parameter.empty:
                if not declared.strip("'").startswith("typing.Optional["):
                    raise ValueError(f"`{step['call']}` needs `{name}`")
                given[name] = None
        return given

    @staticmethod
    def _key(step, device):
        other = bytes(byte ^ 0xFF for byte in device.key)
        return {"wrong": other, "short": device.key[:31]}.get(step.get("key"), device.key)

    def _failed(self, step, error):
        name = snake(type(error).__name__)
        fields = canonical(error)
        if "fails" not in step:
            raise AssertionError(f"failed: {fields}")
        if step["fails"] != name:
            match(step["fails"], fields, self._variables, "the error")

    def _save(self, step, result):
        for variable, path in step.get("save", {}).items():
            value = result
            for part in path.split("."):
                if part:
                    value = value[int(part)] if isinstance(value, list) else value[part]
            self._variables[variable] = value


def token(cancelled):
    """A cancel token, cancelled before the call or not."""
    cancel = xunlou.CancelToken()
    assert not cancel.is_cancelled()
    if cancelled:
        cancel.cancel()
        assert cancel.is_cancelled()
    return cancel
