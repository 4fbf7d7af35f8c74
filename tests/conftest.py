"""What all tests share: a PostgreSQL server, and the say on skipped tests.

With CENTREX_TEST_REQUIRE_ALL=1 a skipped test is a failure.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.postgres import PostgresServer, PostgresUnavailable, postgres_for_tests

pytest_plugins = [
    "tests.databases",
    "tests.world",
    "tests.laid",
    "tests.demo",
    "tests.served",
    "tests.ringme",
    "tests.pbx",
    "tests.durability.ground",
]

LONGEST = ("isolation", "contract", "durability", "browser")
"""The folders whose files take longest: they begin first, so that no process is left with one of them at the end."""
NO_POSTGRES = "PostgreSQL cannot run here"
NO_BROWSER = "There is no Chromium here"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real server, one per test process, for `create_database` and `url`."""
    with ExitStack() as running:
        try:
            server = running.enter_context(postgres_for_tests())
        except PostgresUnavailable as reason:
            pytest.skip(f"{NO_POSTGRES}: {reason}")
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The url of an empty database of the test's own."""
    url = postgres_server.create_database()
    yield url
    postgres_server.drop_database(url)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(
        key=lambda item: LONGEST.index(item.path.parent.name) if item.path.parent.name in LONGEST else len(LONGEST)
    )


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if _all_required() and reporter and _skips(reporter) and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skips = _skips(terminalreporter)
    if any(NO_POSTGRES in skip.longreprtext for skip in skips):
        terminalreporter.section("NO POSTGRESQL", sep="!", red=True, bold=True)
        terminalreporter.line("The tests on PostgreSQL were skipped. To run them, either")
        terminalreporter.line("  * install a server (Debian: apt install postgresql), or")
        terminalreporter.line("  * set CENTREX_TEST_POSTGRES to the url of one that may be used.")
    if any(NO_BROWSER in skip.longreprtext for skip in skips):
        terminalreporter.section("NO BROWSER", sep="!", red=True, bold=True)
        terminalreporter.line("The tests in a browser were skipped. To run them, either")
        terminalreporter.line("  * install Chromium (Debian: apt install chromium), or")
        terminalreporter.line("  * set CENTREX_TEST_CHROMIUM to the path of the program.")
    if skips and _all_required():
        terminalreporter.section("SKIPPED IS FAILED", sep="!", red=True, bold=True)
        terminalreporter.line(f"CENTREX_TEST_REQUIRE_ALL is set and {len(skips)} tests were skipped.")


def _all_required() -> bool:
    return os.environ.get("CENTREX_TEST_REQUIRE_ALL") == "1"


def _skips(reporter: pytest.TerminalReporter) -> list[pytest.TestReport | pytest.CollectReport]:
    return list(reporter.stats.get("skipped", ()))
