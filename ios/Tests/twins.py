#!/usr/bin/env python3
"""Both shells have the same screens and say the same texts.

- Each screen and each presenter of Android's has its twin of iOS, and the other way round.
- Each text that a shell asks for is in both catalogues, with just the gaps that it fills.
- Each text that one shell asks for the other asks for too.
- No text of `shell.ftl` is there for nobody.
- Few lines of either app are never run here, and its README says how many.

Run from anywhere: `python3 ios/Tests/twins.py`.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Files whose texts only one of the platforms needs: notifications' channels, permissions.
ONE_SIDED = ("android-", "ios-")
# What has no twin by its nature: what shows all screens, and what all presenters have in common.
ALONE = {"screen": {"Root"}, "model": {"Screen"}}
# What of an app is never run here; its README says how much.
NEVER_RUN = {
    "ios": ["ios/App/XunlouApp.swift", "ios/App/Parts.swift"],
    "android/app": [
        "android/app/src/phone/kotlin/app/xunlou/app/Content.kt",
        "android/app/src/androidTest/kotlin/app/xunlou/app/SetUpTest.kt",
    ],
}
MOST_NEVER_RUN = 150
# What else is there tests run, on stand-ins for what the platforms have.
RUN = {
    "ios/App": {"ios/App/Keeping.swift"},
    "android/app/src/phone": {"android/app/src/phone/kotlin/app/xunlou/app/MainActivity.kt"},
}
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


def never_run(app: str) -> tuple[str, list[str]]:
    """How much of an app is never run, without blanks and comments; and what is wrong with that."""
    texts = [(ROOT / path).read_text("utf-8") for path in NEVER_RUN[app]]
    lines = sum(not re.match(r"\s*(//|/?\*|$)", line) for text in texts for line in text.splitlines())
    said = f"{lines} lines"
    wrong: list[str] = []
    if lines > MOST_NEVER_RUN:
        wrong.append(f"{app}: {said} are never run, {MOST_NEVER_RUN} may be")
    if said not in (ROOT / app / "README.md").read_text("utf-8"):
        wrong.append(f"{app}/README.md does not say that {said} are never run")
    return said, wrong


def unaccounted() -> list[str]:
    """Files of the apps' thinnest layers that are neither run nor listed as never run."""
    known = set().union(*NEVER_RUN.values(), *RUN.values())
    files = [path for folder in RUN for path in (ROOT / folder).rglob("*.*") if path.suffix in (".kt", ".swift")]
    names = sorted(str(path.relative_to(ROOT)) for path in files)
    return [f"{name} is neither run nor listed as never run" for name in names if name not in known]


def main() -> int:
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

    sizes = {app: never_run(app) for app in NEVER_RUN}
    wrong += unaccounted() + [problem for _, problems in sizes.values() for problem in problems]
    for line in wrong + missing:
        print(line)
    counts = f"{len(said['android'])} texts of Android, {len(said['ios'])} of iOS"
    print(f"{counts}: {len(wrong)} wrong, {len(missing)} without a twin")
    print("never run: " + ", ".join(f"{size} of {app}" for app, (size, _) in sizes.items()))
    return 1 if wrong or missing else 0


if __name__ == "__main__":
    sys.exit(main())
