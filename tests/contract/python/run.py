"""Runs the contract scenarios in Python, all of them or the files named.

`cargo xtask contract python` calls it, with the generated module on PYTHONPATH.
"""

import json
import os
import pathlib
import sys
import tempfile
import traceback

sys.dont_write_bytecode = True

from matching import Mismatch  # noqa: E402
from stage import Stage  # noqa: E402
from story import Story  # noqa: E402
from table import failures_of_the_matcher  # noqa: E402


def play(file, stage):
    """None, or what went wrong."""
    number, story = 0, None
    with tempfile.TemporaryDirectory(prefix="xunlou-contract-") as directory:
        try:
            story = Story(json.loads(file.read_text("utf-8")), stage, directory)
            for number, step in enumerate(story.steps, 1):
                story.play(step)
        except (Mismatch, AssertionError) as error:
            return f"step {number}: {error}"
        except Exception:  # pylint: disable=broad-except
            return f"step {number}: {traceback.format_exc()}"
        finally:
            if story is not None:
                story.end()
    return None


def main():
    here = pathlib.Path(__file__).parent
    directory = pathlib.Path(os.environ.get("XUNLOU_CONTRACT", here.parent / "scenarios"))
    files = [pathlib.Path(name) for name in sys.argv[1:]] or sorted(directory.glob("*.json"))
    if not files:
        sys.exit(f"no scenarios in {directory}")
    wrong = failures_of_the_matcher()
    print(f"{'ok    ' if not wrong else 'FAILED'} the matcher's table")
    for line in wrong:
        print(f"       {line}")
    passed, failed = int(not wrong), int(bool(wrong))
    stage = Stage()
    for file in files:
        error = play(file, stage)
        print(f"{'ok    ' if error is None else 'FAILED'} {file.name}", flush=True)
        if error is not None:
            print(f"       {error}")
        passed, failed = passed + (error is None), failed + (error is not None)
    stage.close()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # A listener of a scenario may still hang in a thread; nothing is left to wait for.
    os._exit(code)
