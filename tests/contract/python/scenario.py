"""A scenario file, and whether its steps are such as `tests/contract/README.md` lists."""

import json

from matching import ScenarioError

KEYS = {"title", "story", "starts", "households", "steps"}
#: The keys that say what a step is, and what may go with each. Revoking names a `device` too.
STEPS = {
    "server": {"person", "device", "seed", "save"},
    "call": {
        "on", "with", "expect", "fails", "save", "repeat",
        "key", "installation", "listener", "cancelled", "progress",
    },
    "heard": {"on"},
    "clock": set(),
    "device": {"clock_off"},
}


def read(file):
    """The scenario, with steps that are known."""
    scenario = json.loads(file.read_text("utf-8"))
    if scenario.keys() != KEYS:
        raise ScenarioError(f"expected the keys {sorted(KEYS)}, got {sorted(scenario)}")
    for number, step in enumerate(scenario["steps"], 1):
        unknown = step.keys() - {verb(step)} - STEPS[verb(step)]
        if unknown:
            raise ScenarioError(f"step {number}: `{verb(step)}` does not go with {sorted(unknown)}")
    return scenario


def verb(step):
    """The key that says what the step is."""
    for one in STEPS:
        if one in step:
            return one
    raise ScenarioError(f"expected one of {sorted(STEPS)}, got {sorted(step)}")


def brief(step):
    """A step in a few words."""
    what = verb(step)
    named = [step[what]] if isinstance(step[what], str) else []
    return " ".join([step["on"]] * ("on" in step) + [what] + named)
