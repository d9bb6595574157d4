"""JSON to arguments and results to canonical JSON, by the types that the generated module declares."""

import base64
import enum
import inspect
import re

import xunlou

from matching import ScenarioError, milliseconds, variable

BUILTIN = {"str": str, "int": int, "bool": bool}
OPTIONAL = re.compile(r"(?:typing\.)?Optional\[(.*)\]")
LIST = re.compile(r"(?:typing\.)?[Ll]ist\[(.*)\]")


def snake(name):
    """A name of the generated module as scenarios write it."""
    # Some variants bear the name of their enum too: `SlotState.MISSED`.
    name = name.rpartition(".")[2]
    if name.isupper() or "_" in name:
        return name.lower()
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def parameters(function):
    """The declared type of each parameter but `self`, by name."""
    signature = inspect.signature(function).parameters
    return {name: str(one.annotation) for name, one in signature.items() if name != "self"}


def argument(declared, value, variables):
    """A value of a scenario as an argument of the declared type."""
    # The type of an object that is declared further down stands in quotes.
    declared = declared.strip("'\" ")
    value = resolved(value, variables)
    if inner := OPTIONAL.fullmatch(declared):
        return None if value is None else argument(inner[1], value, variables)
    if inner := LIST.fullmatch(declared):
        return [argument(inner[1], one, variables) for one in value]
    if declared == "bytes":
        return base64.b64decode(value)
    # Identifiers, times and days are other names of builtin types.
    kind = BUILTIN.get(declared) or getattr(xunlou, declared)
    if kind not in BUILTIN.values():
        return build(kind, value, variables)
    if type(value) is not kind:
        raise ScenarioError(f"expected {declared}, got {value!r}")
    return value


def build(kind, value, variables):
    """A record or an enum."""
    if issubclass(kind, enum.Enum):
        return chosen({snake(one.name): one for one in kind}, value, kind)
    variants = {snake(name): one for name, one in vars(kind).items() if inspect.isclass(one)}
    if not variants:
        return filled(kind, value, variables)
    ((name, fields),) = ({value: {}} if isinstance(value, str) else value).items()
    return filled(chosen(variants, name, kind), fields, variables)


def chosen(variants, name, kind):
    """The variant of this name."""
    if name not in variants:
        raise ScenarioError(f"{kind.__name__} has no `{name}`, but {sorted(variants)}")
    return variants[name]


def filled(function, fields, variables):
    """What is made of these fields; an absent one is None where that may be."""
    wanted = parameters(function)
    unknown = set(fields) - set(wanted)
    if unknown:
        raise ScenarioError(f"{function.__name__} has no {sorted(unknown)}, but {sorted(wanted)}")
    return function(**{
        name: argument(declared, fields.get(name), variables) for name, declared in wanted.items()
    })


def resolved(value, variables):
    """What a value stands for; what is within it is resolved in its turn."""
    if isinstance(value, str) and value.startswith("$"):
        return variable(value, variables)
    if not isinstance(value, dict) or not any(key.startswith("$") for key in value):
        return value
    if value.keys() == {"$time"}:
        return milliseconds(value["$time"])
    if value.keys() == {"$repeat", "times"}:
        return value["$repeat"] * value["times"]
    raise ScenarioError(f"{value} is no value")


def canonical(value):
    """A result as scenarios write it; times stay numbers, as which Python has them."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, (list, tuple)):
        return [canonical(one) for one in value]
    if isinstance(value, enum.Enum):
        return snake(value.name)
    if isinstance(value, (xunlou.Workspace, xunlou.Subscription)):
        return None
    fields = {name: canonical(one) for name, one in vars(value).items() if name[0] != "_"}
    if "." not in type(value).__qualname__:
        return fields
    # A variant stands within its enum.
    name = snake(type(value).__name__)
    return {name: fields} if fields else name
