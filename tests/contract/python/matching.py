"""Whether a result matches a pattern of a scenario. `tests/contract/README.md` lists the patterns."""

import datetime


class Mismatch(Exception):
    """Where a result does not match, what was expected and what was there."""

    def __init__(self, path, expected, got):
        super().__init__(f"at {path or 'the result'}: expected {expected!r}, got {got!r}")


def match(pattern, value, variables, path=""):
    """Raises Mismatch unless the value matches."""
    if isinstance(pattern, str) and pattern.startswith("$"):
        pattern = variables[pattern[1:]]
    if isinstance(pattern, dict) and any(key.startswith("$") for key in pattern):
        ((name, detail),) = pattern.items()
        return SPECIAL[name](detail, value, variables, path)
    if isinstance(pattern, dict):
        if not isinstance(value, dict):
            raise Mismatch(path, pattern, value)
        for key, inner in pattern.items():
            if key not in value:
                raise Mismatch(f"{path}.{key}", inner, f"only {sorted(value)}")
            match(inner, value[key], variables, f"{path}.{key}")
    elif isinstance(pattern, list):
        if not isinstance(value, list) or len(value) != len(pattern):
            raise Mismatch(path, pattern, value)
        for place, (inner, entry) in enumerate(zip(pattern, value)):
            match(inner, entry, variables, f"{path}[{place}]")
    elif type(pattern) is not type(value) or pattern != value:
        raise Mismatch(path, pattern, value)


def matches(pattern, value, variables):
    """Whether the value matches."""
    try:
        match(pattern, value, variables)
    except Mismatch:
        return False
    return True


def milliseconds(text):
    """Milliseconds since 1970 UTC of a time with its zone."""
    at = datetime.datetime.fromisoformat(text)
    since = at - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return since // datetime.timedelta(milliseconds=1)


def _expect(holds, path, expected, value):
    if not holds:
        raise Mismatch(path, expected, value)


def _time(text, value, _, path):
    _expect(value == milliseconds(text), path, f"{text} ({milliseconds(text)})", value)


def _has(patterns, value, variables, path):
    for inner in patterns:
        found = isinstance(value, list) and any(matches(inner, one, variables) for one in value)
        _expect(found, path, f"an entry like {inner!r}", value)


def _lacks(pattern, value, variables, path):
    absent = isinstance(value, list) and not any(matches(pattern, one, variables) for one in value)
    _expect(absent, path, f"no entry like {pattern!r}", value)


def _size(size, value, _, path):
    _expect(isinstance(value, (list, str)) and len(value) == size, path, f"size {size}", value)


def _least(least, value, _, path):
    _expect(type(value) is int and value >= least, path, f"at least {least}", value)


def _contains(text, value, _, path):
    _expect(isinstance(value, str) and text in value, path, f"a text with {text!r}", value)


def _not(pattern, value, variables, path):
    _expect(not matches(pattern, value, variables), path, f"not {pattern!r}", value)


def _both(patterns, value, variables, path):
    for inner in patterns:
        match(inner, value, variables, path)


SPECIAL = {
    "$time": _time,
    "$has": _has,
    "$lacks": _lacks,
    "$size": _size,
    "$least": _least,
    "$contains": _contains,
    "$not": _not,
    "$both": _both,
}
