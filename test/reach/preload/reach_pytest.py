"""A plugin for pytest: tests in a random order where REACH_SEED is set, and a report of all of them to REACH_REPORT."""

import json
import os
import random

_outcomes = {}


def pytest_collection_modifyitems(items):
    seed = os.environ.get("REACH_SEED")
    if seed:
        random.Random(int(seed)).shuffle(items)


def pytest_runtest_logreport(report):
    if report.when == "call" or report.outcome != "passed":
        known = _outcomes.get(report.nodeid, "passed")
        _outcomes[report.nodeid] = report.outcome if known == "passed" else known


def pytest_sessionfinish():
    with open(os.environ["REACH_REPORT"], "w") as out:
        json.dump(_outcomes, out)
