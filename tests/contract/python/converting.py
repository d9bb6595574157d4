"""JSON to arguments and results to canonical JSON, by the types that the generated module declares."""

import base64
import enum
import inspect
import re

import xunlou

from matching import milliseconds

BUILTIN = {"str": str, "int": int, "bool": bool}


def snake(name):
    """A name as scenarios write it."""
    if name.isupper() or "_" in name:
        return name.lower()
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def parameters(function):
    """Name and declared type of each parameter but `self`."""
    signature = inspect.signature(function)
    names = (one for one in signature.parameters.values() if one.name not in ("self", "cls"))
    return {one.name: (str(one.annotation), one.default) for one in names}


def argument(declared, value, variables):
    """A value of a scenario as an argument of the declared type."""
    declared = declared.strip("'\" ")
    value = resolved(value, variables)
    if declared.startswith("typing.Optional["):
        return None if value is None else argument(declared[16:-1], value, variables)
    if declared.startswith(("typing.List[", "list[", "List[")):
        inner = declared[declared.index("[") + 1 : -1]
        return [argument(inner, one, variables) for one in value]
    if declared == "bytes":
        return base64.b64decode(value)
    kind = BUILTIN.get(declared) or getattr(xunlou, declared)
    # Identifiers, times and days are other names of these.
    return value if kind in BUILTIN.values() else build(kind, value, variables)


def build(kind, value, variables):
    """A record or an enum."""
    if issubclass(kind, enum.Enum):
        return next(one for one in kind if snake(one.name) == value)
    variants = {snake(name): one for name, one in vars(kind).items() if inspect.isclass(one)}
    if variants:
        name, fields = (value, {}) if isinstance(value, str) else next(iter(value.items()))
        return filled(variants[name], fields, variables)
    return filled(kind, value, variables)


def filled(kind, fields, variables):
    """An object with these fields; an absent one that may be absent is None."""
    wanted = parameters(kind.__init__)
    unknown = set(fields) - set(wanted)
    if unknown:
        raise ValueError(f"{kind.__name__} has no {sorted(unknown)}, but {sorted(wanted)}")
    return kind(**{
        name: argument(declared, fields.get(name), variables)
        for name, (declared, _) in wanted.items()
    })


def resolved(value, variables):
    """Variables and what begins with `$`, at the top of a value."""
    if isinstance(value, str) and value.startswith("$"):
        return variables[value[1:]]
    if isinstance(value, dict) and "$time" in value:
        return milliseconds(value["$time"])
    if isinstance(value, dict) and "$repeat" in value:
        return value["$repeat"] * value["times"]
    return value


def canonical(value):
    """A result as scenarios write it."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, (list, tuple)):
        return [canonical(one) for one in value]
    if isinstance(value, enum.Enum):
        return snake(value.name)
    fields = {name: canonical(one) for name, one in vars(value).items() if name[0] != "_"}
    if "." in type(value).__qualname__:
        # A variant stands within its enum.
        name = snake(type(value).__name__)
        return {name: fields} if fields else name
    return fields
