"""Counts the tests of files, those that only say that something is raised, and those that assert nothing; as JSON."""

import ast
import json
import sys


def _raising(test):
    """Names and blocks of `pytest.raises` in a test."""
    for node in ast.walk(test):
        if isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                if "raises" in ast.dump(item.context_expr.func if isinstance(item.context_expr, ast.Call) else item):
                    yield getattr(item.optional_vars, "id", None)


def _kinds(test):
    names = list(_raising(test))
    found = ["throws"] * len(names)
    for node in ast.walk(test):
        about = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} if isinstance(node, ast.Assert) else None
        if about is not None:
            found.append("throws" if about & set(filter(None, names)) else "says")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            if name.startswith("assert"):
                found.append("throws" if name.startswith("assertRaises") else "says")
    return found


_counts = {"tests": 0, "throwing": 0, "silent": 0}
for _path in sys.argv[1:]:
    with open(_path) as _file:
        _tree = ast.parse(_file.read())
    for _node in ast.walk(_tree):
        if isinstance(_node, (ast.FunctionDef, ast.AsyncFunctionDef)) and _node.name.startswith("test"):
            _all = _kinds(_node)
            _counts["tests"] += 1
            _counts["throwing"] += bool(_all) and all(one == "throws" for one in _all)
            _counts["silent"] += not _all
print(json.dumps(_counts))
