"""The stage: a real server in a process of its own, asked by a line of JSON each."""

import json
import subprocess


class Stage:
    """Starts the program that shows scenarios their estate and its server."""

    def __init__(self, program):
        self._process = subprocess.Popen(
            [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def ask(self, what, **fields):
        """The answer; an error of the stage is an error of the scenario."""
        request = json.dumps({"do": what, **fields})
        self._process.stdin.write(request + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the stage ended with {self._process.wait()} when asked {request}")
        answer = json.loads(line)
        if "ok" not in answer:
            raise RuntimeError(f"the stage answered {request} with {answer['error']}")
        return answer["ok"]

    def close(self):
        """The end of its input is its end; the server and the files go with it."""
        self._process.stdin.close()
        self._process.wait(timeout=30)
