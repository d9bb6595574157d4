"""What the patterns match and what they do not, as a table."""

from matching import matches

VARIABLES = {"id": "a-1", "list": [1, 2]}
#: pattern, what it matches, what it does not match
TABLE = [
    (1, [1], [2, True, "1", None]),
    (True, [True], [1, False]),
    (None, [None], [0, ""]),
    ("due", ["due"], ["Due", {"due": {}}]),
    ("$id", ["a-1"], ["$id"]),
    ("$list", [[1, 2]], [[2, 1]]),
    ({"a": 1}, [{"a": 1}, {"a": 1, "b": 2}], [{}, {"b": 1}, 1]),
    ({"a": {"b": [1]}}, [{"a": {"b": [1]}}], [{"a": {"b": [1, 2]}}]),
    ([1, {"a": 1}], [[1, {"a": 1, "b": 1}]], [[1], [{"a": 1}, 1]]),
    ([], [[]], [[1], {}]),
    ({"$time": "2026-03-18T10:30:00+08:00"}, [1773801000000], [1773801000001, None]),
    ({"$has": [1, 2]}, [[2, 3, 1]], [[1], 1]),
    ({"$lacks": 1}, [[2], []], [[2, 1], 2]),
    ({"$size": 2}, [[1, 1], "巡楼"], [[1], "巡", 2]),
    ({"$least": 2}, [2, 3], [1, "3", True]),
    ({"$contains": "楼"}, ["巡楼"], ["巡", ["楼"]]),
    ({"$not": None}, [0, ""], [None]),
    ({"$both": [{"$least": 1}, {"$not": 3}]}, [1, 2], [0, 3]),
]


def failures_of_the_matcher():
    """A line for each row that does not hold."""
    lines = []
    for pattern, match, other in TABLE:
        lines += [f"{pattern} should match {v!r}" for v in match if not matches(pattern, v, VARIABLES)]
        lines += [f"{pattern} should not match {v!r}" for v in other if matches(pattern, v, VARIABLES)]
    return lines
