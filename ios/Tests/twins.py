#!/usr/bin/env python3
"""Both shells have the same screens and say the same texts.

- Each screen and each presenter of Android's has its twin of iOS, and the other way round.
- Each text that a shell asks for is in both catalogues, with just the gaps that it fills.
- Each text that one shell asks for the other asks for too.
- No text of `shell.ftl` is there for nobody.
- Few lines of the app for iOS are never run here, and its README says how many.

Run from anywhere: `python3 ios/Tests/twins.py`. While one shell is still being written,
`--unfinished` tells what is missing on either side without failing for it.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Files whose texts only one of the platforms needs: notifications' channels, permissions.
ONE_SIDED = ("android-", "ios-")
# What has no twin by its nature: what shows all screens, and what all presenters have in common.
ALONE = {"screen": {"Root"}, "model": {"Screen"}}
# Of the app what tests run, on stand-ins for Apple's modules; what else is there is never run.
RUN = {"Keeping.swift"}
MOST_NEVER_RUN = 150
# Texts of the core that shells may ask for too.
CORE_PREFIX = re.compile(r"(check|log|slot|case|role|step|severity|source|expiry|register)-")


def catalogue(language: str, file: str) -> dict[str, set[str]]:
    """The texts of a file, each with its gaps."""
    texts: dict[str, set[str]] = {}
    key = None
    for line in (ROOT / "core/locales" / language / file).read_text("utf-8").splitlines():
        if begins := re.match(r"([a-z][a-z0-9-]*) = ?", line):
            key = begins[1]
            texts[key] = set()
        if key and not line.startswith("#"):
            texts[key] |= set(re.findall(r"\$(\w+)", line))
    return texts


def sources(folder: str, ending: str) -> dict[str, str]:
    """The product's sources, without tests."""
    found = (path for path in (ROOT / folder).rglob(f"*{ending}"))
    return {
        str(path.relative_to(ROOT)): path.read_text("utf-8")
        for path in sorted(found)
        if not {"test", "Tests", "Stub", "build"} & set(path.parts)
    }


def asked(texts: dict[str, str], keys: set[str]) -> dict[str, tuple[str, str]]:
    """The keys that sources ask for: where, and what follows within the call."""
    calls: dict[str, tuple[str, str]] = {}
    for path, text in texts.items():
        # A call by its key, `words("…"`, `self("…"`, `this("…"`; or a key that is passed on.
        for call in re.finditer(r'(\bwords|\bself|\bthis|Words\([^()]*\))\(\s*"([a-z0-9-]+)"', text):
            calls.setdefault(call[2], (path, text[call.end() : closing(text, call.end())]))
        for literal in re.finditer(r'"([a-z]+(?:-[a-z0-9]+)+)"', text):
            if literal[1] in keys:
                calls.setdefault(literal[1], (path, ""))
    return calls


def closing(text: str, start: int) -> int:
    """Where the call ends that is open at `start`."""
    depth = 1
    for place in range(start, min(len(text), start + 600)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place
    return start


def stems(texts: dict[str, str], ending: str, suffix: str) -> set[str]:
    names = {Path(path).name.removesuffix(ending) for path in texts}
    return {name.removesuffix(suffix) for name in names if name.endswith(suffix) and name != suffix}


def never_run() -> tuple[str, str | None]:
    """How much of iOS' app is never run, without blanks and comments; and what is wrong with that."""
    texts = [path.read_text("utf-8") for path in (ROOT / "ios/App").rglob("*.swift") if path.name not in RUN]
    lines = sum(not re.match(r"\s*(//|$)", line) for text in texts for line in text.splitlines())
    said = f"{lines} lines"
    if lines > MOST_NEVER_RUN:
        return said, f"ios/App: {said} are never run, {MOST_NEVER_RUN} may be"
    if said not in (ROOT / "ios/README.md").read_text("utf-8"):
        return said, f"ios/README.md does not say that {said} are never run"
    return said, None


def main() -> int:
    unfinished = "--unfinished" in sys.argv[1:]
    chinese, english = catalogue("zh-CN", "shell.ftl"), catalogue("en", "shell.ftl")
    known = {**catalogue("zh-CN", "core.ftl"), **chinese}
    wrong: list[str] = []
    missing: list[str] = []
    for key in sorted(set(chinese) | set(english)):
        if chinese.get(key) != english.get(key):
            wrong.append(f"{key}: Chinese has {chinese.get(key)}, English {english.get(key)}")

    android, ios = sources("android", ".kt"), sources("ios", ".swift")
    said = {"android": asked(android, set(known)), "ios": asked(ios, set(known))}
    for calls in said.values():
        for key, (path, rest) in calls.items():
            if key not in known:
                wrong.append(f"{path}: no text {key}")
            # Gaps of a call that are written elsewhere (`gaps`) are for the other tests.
            elif not re.search(r"\bgaps\b", rest):
                gaps = set(re.findall(r'"(\w+)"(?= to |: )', rest))
                if rest and gaps and gaps != known[key]:
                    wrong.append(f"{path}: {key} wants {known[key] or 'no gaps'}, not {gaps}")

    shared = {name: {key for key in calls if not key.startswith(ONE_SIDED)} for name, calls in said.items()}
    for one, other in (("android", "ios"), ("ios", "android")):
        for key in sorted(shared[one] - shared[other]):
            # Words of the core come by its own functions as well.
            if not CORE_PREFIX.match(key) or key in chinese:
                missing.append(f"{said[one][key][0]} asks for {key}, {other} does not")
    for key in sorted(set(chinese) - set().union(*said.values())):
        missing.append(f"nobody asks for {key}")

    for kind, suffixes in (("screen", ("Screen", "Screen")), ("model", ("Presenter", "Model"))):
        kotlin, swift = stems(android, ".kt", suffixes[0]), stems(ios, ".swift", suffixes[1])
        kotlin -= ALONE[kind]
        swift -= ALONE[kind]
        missing += [f"no {kind} of iOS for Android's {name}" for name in sorted(kotlin - swift)]
        missing += [f"no {kind} of Android for iOS' {name}" for name in sorted(swift - kotlin)]

    size, problem = never_run()
    wrong += [problem] if problem else []
    for line in wrong + missing:
        print(line)
    counts = f"{len(said['android'])} texts of Android, {len(said['ios'])} of iOS"
    print(f"{counts}: {len(wrong)} wrong, {len(missing)} without a twin; {size} of iOS never run")
    return 1 if wrong or (missing and not unfinished) else 0


if __name__ == "__main__":
    sys.exit(main())
