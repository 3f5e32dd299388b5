"""On a CI machine nothing may skip: a skipped test or module counts as failed there. Elsewhere its reason is printed."""

import os
from collections.abc import Generator
from typing import Any

import pytest

ON_CI = os.environ.get("CI", "").lower() in {"true", "1"}


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turns a skip into a failure that says why. An expected failure (xfail) is reported as a skip too, but isn't one."""
    if ON_CI and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{reason}\nWith CI=true nothing may skip: install what the test needs, or delete the test."


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """For skips in a test, its marks or its fixtures."""
    report = yield
    _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, Any, pytest.CollectReport]:
    """For skips of a whole module."""
    report: pytest.CollectReport = yield
    _forbid_skip(report)
    return report
