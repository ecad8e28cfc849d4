"""Shared fixtures; and in CI a skipped test is a failed run."""

from __future__ import annotations

import os

import pytest


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With HOTSEAT_NO_SKIP set, anything skipped fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("HOTSEAT_NO_SKIP") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say plainly whether anything was skipped."""
    skipped = len(terminalreporter.stats.get("skipped", []))
    terminalreporter.write_line(f"skipped: {skipped}" + (" (not allowed in CI)" if skipped else ""))
