"""A `call` step: finds the export, gives it its arguments, and compares what comes of it."""

import xunlou

from converting import argument, canonical, parameters, snake
from hearing import Listener, Progress
from matching import Mismatch, ScenarioError, Words, match

OPENINGS = ("Workspace.enrol", "Workspace.open")


class Call:
    """A call, made as often as the step says."""

    def __init__(self, step, device, variables):
        self._step = step
        self._name = step["call"]
        self._device = device
        self._variables = variables
        self._progress = None

    def once(self):
        """Calls and compares. Returns the result as scenarios write it."""
        step, fails = self._step, self._step.get("fails")
        if fails is None and self._name in OPENINGS:
            self._device.leave()
        if step.get("installation") == "other":
            self._device.reinstall()
        self._progress = Progress()
        try:
            function = self._export()
            result = function(**self._arguments(parameters(function)))
        except xunlou.XunlouError as error:
            self._expect_error(fails, error)
            return None
        said = canonical(result)
        if fails is not None:
            raise Mismatch("error", fails, Words(f"no error, but {said}"))
        if isinstance(result, xunlou.Workspace):
            self._device.take(result)
        if isinstance(result, xunlou.Subscription):
            self._device.subscriptions.append(result)
        if "expect" in step:
            match(step["expect"], said, self._variables, "result")
        if "progress" in step:
            self._progress.expect(step["progress"], self._variables)
        return said

    def _expect_error(self, fails, error):
        said = canonical(error)
        # A name alone matches the error whatever its fields.
        whole = not isinstance(fails, str)
        match(fails, said if whole else snake(type(error).__name__), self._variables, "error")

    def _export(self):
        """`start_record` and `version`, `Workspace.open` and `Subscription.cancel`."""
        kind, _, name = self._name.rpartition(".")
        if kind == "Workspace":
            return getattr(xunlou.Workspace, name)
        if kind == "Subscription":
            return getattr(self._device.subscriptions.pop(), name)
        if hasattr(xunlou.Workspace, name):
            return getattr(self._device.workspace, name)
        return getattr(xunlou, name)

    def _arguments(self, declared):
        said = self._step.get("with", {})
        unknown = said.keys() - declared.keys()
        if unknown:
            raise ScenarioError(f"`{self._name}` takes no {sorted(unknown)}, but {list(declared)}")
        return {name: self._argument(name, kind, said) for name, kind in declared.items()}

    def _argument(self, name, declared, said):
        # The type decides: other calls have arguments of the same names.
        given = self._given(name, declared) if name not in said else None
        if given is not None:
            return given
        return argument(declared, said.get(name), self._variables)

    def _given(self, name, declared):
        """What the runner gives."""
        if "WorkspaceConfig" in declared:
            return self._device.config()
        if "ChangeListener" in declared:
            return Listener(self._device, self._step.get("listener"))
        if "SyncListener" in declared:
            return self._progress
        if "CancelToken" in declared:
            return token(self._step.get("cancelled", False))
        if (name, declared) == ("database", "str"):
            return self._device.database
        if (name, declared) == ("key", "bytes"):
            return self._device.key(self._step.get("key"))
        return None


def token(cancelled):
    """A cancel token, cancelled before the call or not."""
    cancel = xunlou.CancelToken()
    assert not cancel.is_cancelled(), "a new CancelToken is cancelled"
    if cancelled:
        cancel.cancel()
        assert cancel.is_cancelled(), "a CancelToken that was cancelled is not"
    return cancel
