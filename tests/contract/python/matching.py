"""Whether a result matches a pattern of a scenario. `tests/contract/README.md` lists the patterns."""

import datetime
import json

#: Most characters of a value that are shown.
MOST_SHOWN = 2000


class ScenarioError(Exception):
    """The scenario itself is wrong."""


class Mismatch(Exception):
    """Where a result does not match, what was expected there, and what was there."""

    def __init__(self, path, expected, got):
        super().__init__(f"at {path}: expected {shown(expected)}, got {shown(got)}")


class Words(str):
    """What is said of a value, and not the value itself."""


def shown(value):
    """A value as scenarios write it, cut where it is long."""
    text = value if isinstance(value, Words) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}… ({len(text)} characters)"


def match(pattern, value, variables, path):
    """Raises Mismatch unless the value matches."""
    if isinstance(pattern, str) and pattern.startswith("$"):
        pattern = variable(pattern, variables)
    if isinstance(pattern, dict) and any(key.startswith("$") for key in pattern):
        _special(pattern, value, variables, path)
    elif isinstance(pattern, dict):
        _expect(isinstance(value, dict), path, pattern, value)
        for key, inner in pattern.items():
            place = f"{path}.{key}"
            _expect(key in value, place, inner, Words(f"only the fields {sorted(value)}"))
            match(inner, value[key], variables, place)
    elif isinstance(pattern, list):
        _expect(isinstance(value, list) and len(value) == len(pattern), path, pattern, value)
        for place, (inner, entry) in enumerate(zip(pattern, value)):
            match(inner, entry, variables, f"{path}[{place}]")
    else:
        # By type too: in Python, True is 1.
        _expect(type(pattern) is type(value) and pattern == value, path, pattern, value)


def matches(pattern, value, variables):
    """Whether the value matches."""
    try:
        match(pattern, value, variables, "")
    except Mismatch:
        return False
    return True


def variable(name, variables):
    """A saved variable, by its name with the `$`."""
    if name[1:] not in variables:
        raise ScenarioError(f"`{name}` was not saved")
    return variables[name[1:]]


def moment(text):
    """A time with its zone."""
    # Python before 3.11 does not read the `Z`.
    at = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    if at.tzinfo is None:
        raise ScenarioError(f"`{text}` has no zone")
    return at


def milliseconds(text):
    """Milliseconds since 1970 UTC of a time with its zone."""
    since = moment(text) - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return since // datetime.timedelta(milliseconds=1)


def _expect(holds, path, expected, value):
    if not holds:
        raise Mismatch(path, expected, value)


def _special(pattern, value, variables, path):
    if len(pattern) > 1 or not pattern.keys() <= SPECIAL.keys():
        raise ScenarioError(f"{shown(pattern)} is no pattern")
    ((name, detail),) = pattern.items()
    if name == "$both":
        for inner in detail:
            match(inner, value, variables, path)
    else:
        _expect(SPECIAL[name](detail, value, variables), path, pattern, value)


def _has(patterns, value, variables):
    found = (any(matches(inner, one, variables) for one in value) for inner in patterns)
    return isinstance(value, list) and all(found)


def _lacks(pattern, value, variables):
    return isinstance(value, list) and not any(matches(pattern, one, variables) for one in value)


SPECIAL = {
    "$time": lambda text, value, _: value == milliseconds(text),
    "$has": _has,
    "$lacks": _lacks,
    "$size": lambda size, value, _: isinstance(value, (list, str)) and len(value) == size,
    "$least": lambda least, value, _: type(value) is int and value >= least,
    "$contains": lambda text, value, _: isinstance(value, str) and text in value,
    "$not": lambda pattern, value, variables: not matches(pattern, value, variables),
    "$both": None,
}
