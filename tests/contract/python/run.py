"""Runs the contract scenarios in Python, all of them or those named.

`cargo xtask contract python` builds what it needs and calls it.
"""

import os
import pathlib
import sys
import tempfile
import traceback

# The sources stay free of compiled files.
sys.dont_write_bytecode = True

try:
    import xunlou  # noqa: F401
except ModuleNotFoundError:
    sys.exit("the generated module xunlou is not on PYTHONPATH: run `cargo xtask contract python`")

import scenario  # noqa: E402
from matching import Mismatch, ScenarioError  # noqa: E402
from stage import Stage  # noqa: E402
from story import StepFailed, Story  # noqa: E402
from table import failures_of_the_matcher  # noqa: E402


def play(file, stage):
    """Lines that say what went wrong."""
    story = None
    with tempfile.TemporaryDirectory(prefix="xunlou-contract-") as directory:
        try:
            story = Story(scenario.read(file), stage, directory)
            story.play()
        except StepFailed as failed:
            return [f"{failed}: {line}" for line in said(failed.__cause__)]
        except Exception as error:  # pylint: disable=broad-except
            return said(error)
        finally:
            if story is not None:
                story.end()
    return []


def said(error):
    """What a scenario's author needs to know, or where in the runner it happened."""
    if isinstance(error, (Mismatch, ScenarioError)):
        return [str(error)]
    return ["".join(traceback.format_exception(type(error), error, error.__traceback__))]


def chosen(names):
    """The files named, in the directory of the scenarios or elsewhere."""
    here = pathlib.Path(__file__).parent
    directory = pathlib.Path(os.environ.get("XUNLOU_CONTRACT", here.parent / "scenarios"))
    if not names:
        return sorted(directory.glob("*.json")) or sys.exit(f"no scenarios in {directory}")
    return [pathlib.Path(name) if os.path.exists(name) else directory / name for name in names]


def main():
    """Plays them all. Returns how the program ends."""
    program = os.environ.get("XUNLOU_STAGE")
    if program is None:
        sys.exit("XUNLOU_STAGE names no xunlou-stage: run `cargo xtask contract python`")
    files = chosen(sys.argv[1:])
    stage = Stage(program)
    tests = [("the matcher's table", failures_of_the_matcher)]
    tests += [(file.name, lambda file=file: play(file, stage)) for file in files]
    failed = 0
    for name, test in tests:
        lines = test()
        print(f"FAILED {name}" if lines else f"ok     {name}")
        for line in lines:
            print(f"       {line}")
        sys.stdout.flush()
        failed += bool(lines)
    stage.close()
    print(f"{len(tests) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # A listener of a scenario may still hang in a thread; nothing is left to wait for.
    os._exit(code)
