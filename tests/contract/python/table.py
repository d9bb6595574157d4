"""What the patterns match and what they do not, as a table."""

from matching import ScenarioError, matches

VARIABLES = {"id": "a-1", "list": [1, 2]}
#: pattern, what it matches, what it does not match
TABLE = [
    (1, [1], [2, True, "1", None]),
    (True, [True], [1, False]),
    (None, [None], [0, "", [], {}]),
    ("due", ["due"], ["Due", {"due": {}}]),
    ("$id", ["a-1"], ["$id"]),
    ("$list", [[1, 2]], [[2, 1]]),
    ({}, [{}, {"a": 1}], [None, []]),
    ({"a": 1}, [{"a": 1}, {"a": 1, "b": 2}], [{}, {"b": 1}, 1]),
    ({"a": None}, [{"a": None}], [{}, {"a": 0}]),
    ({"a": {"b": [1]}}, [{"a": {"b": [1]}}], [{"a": {"b": [1, 2]}}]),
    ([1, {"a": 1}], [[1, {"a": 1, "b": 1}]], [[1], [{"a": 1}, 1]]),
    ([], [[]], [[1], {}]),
    ({"$time": "2026-03-18T10:30:00+08:00"}, [1773801000000], [1773801000001, None]),
    ({"$time": "2026-03-18T02:30:00Z"}, [1773801000000], [0]),
    ({"$has": [1, 2]}, [[2, 3, 1]], [[1], 1]),
    ({"$has": [{"a": 1}, {"b": 2}]}, [[{"a": 1, "b": 2}]], [[{"a": 1}]]),
    ({"$lacks": 1}, [[2], []], [[2, 1], 2]),
    ({"$size": 2}, [[1, 1], "巡楼", "😀😀"], [[1], "巡", 2]),
    ({"$least": 2}, [2, 3], [1, "3", True]),
    ({"$contains": "楼"}, ["巡楼"], ["巡", ["楼"]]),
    ({"$not": None}, [0, ""], [None]),
    ({"$not": {"a": 1}}, [{"a": 2}, 1], [{"a": 1, "b": 1}]),
    ({"$both": [{"$least": 1}, {"$not": 3}]}, [1, 2], [0, 3]),
]
#: What is no pattern, wherever it stands.
WRONG = [{"$bogus": 1}, {"$size": 1, "$least": 1}, {"$size": 1, "a": 1}, "$unsaved"]


def failures_of_the_matcher():
    """A line for each row that does not hold."""
    lines = []
    for pattern, match, other in TABLE:
        lines += [f"{pattern} should match {v!r}" for v in match if not matches(pattern, v, VARIABLES)]
        lines += [f"{pattern} should not match {v!r}" for v in other if matches(pattern, v, VARIABLES)]
    for pattern in WRONG + [{"$not": wrong} for wrong in WRONG]:
        try:
            matches(pattern, 1, VARIABLES)
            lines.append(f"{pattern} should be an error")
        except ScenarioError:
            pass
    return lines
