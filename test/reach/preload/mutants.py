"""Tries mutants of a module on its covered lines against a file of tests: `mutants.py SOURCE TESTS REPORT SECONDS LINES`."""

import ast
import copy
import json
import random
import subprocess
import sys
import time

source, tests, report, seconds, covered = sys.argv[1:]
MOST = 40
lines = {int(one) for one in covered.split(",")}
with open(source) as _file:
    text = _file.read()

SWAPS = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Mod: ast.Mult,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip


def _changes(node):
    """Each way to change a node, as a name and a deed on a copy of it."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
        yield "comparison", lambda one: one.ops.__setitem__(0, SWAPS[type(one.ops[0])]())
    if isinstance(node, (ast.BinOp, ast.BoolOp)) and type(node.op) in SWAPS:
        yield "operator", lambda one: setattr(one, "op", SWAPS[type(one.op)]())
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        yield "condition", lambda one: setattr(one, "test", ast.UnaryOp(ast.Not(), one.test))
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield "boolean", lambda one: setattr(one, "value", not one.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        yield "number", lambda one: setattr(one, "value", one.value + 1)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield "string", lambda one: setattr(one, "value", "" if one.value else "mutated")
    if isinstance(node, ast.Return) and node.value is not None:
        yield "return", lambda one: setattr(one, "value", ast.Constant(None))
    if isinstance(node, ast.Expr) and isinstance(node.value, (ast.Call, ast.Await)):
        yield "call", lambda one: setattr(one, "value", ast.Constant(None))


def _docstrings(tree):
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            yield body[0].value


def _mutants():
    tree = ast.parse(text)
    docs = {id(one) for one in _docstrings(tree)}
    for at, node in enumerate(ast.walk(tree)):
        if getattr(node, "lineno", None) not in lines or id(node) in docs:
            continue
        for number, (name, _) in enumerate(_changes(node)):
            yield at, number, name, node.lineno


def _mutated(at, number):
    tree = ast.parse(text)
    node = next(one for i, one in enumerate(ast.walk(tree)) if i == at)
    list(_changes(node))[number][1](node)
    return ast.unparse(ast.fix_missing_locations(copy.deepcopy(tree)))


def _passes(limit):
    words = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", tests]
    try:
        return subprocess.run(words, capture_output=True, timeout=limit).returncode == 0
    except subprocess.TimeoutExpired:
        return False


started = time.time()
if not _passes(120):
    sys.exit("its tests do not pass as they are")
limit = (time.time() - started) * 5 + 5
every = list(_mutants())
random.Random(1).shuffle(every)
killed, survivors = 0, []
try:
    for at, number, name, line in every[:MOST]:
        if time.time() - started > float(seconds):
            break
        with open(source, "w") as out:
            out.write(_mutated(at, number))
        if _passes(limit):
            survivors.append(f"{line} {name}")
        else:
            killed += 1
finally:
    with open(source, "w") as out:
        out.write(text)
with open(report, "w") as out:
    json.dump({"killed": killed, "survivors": survivors}, out)
