"""Holds jsquery against PostgreSQL: the jsonpath must answer as `evaluate` does."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from random import Random
from typing import Any

import asyncpg
import pytest

from centrex.jsquery import evaluate, parse, to_jsonpath

PAIRS = 3_000
QUERY = """
    SELECT coalesce(jsonb_path_match(t.document::jsonb, t.path::jsonpath, '{}', true), false)
    FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS t(document, path, place)
    ORDER BY t.place
"""

KEYS = ["a", "b", "in", "я б", 'q"\\', "\x01\n"]
SCALARS = [
    *(None, True, False, "", "a", "1", "true", "é\n\"'\\/\x7f😀", "@ == 1", "\u2028"),
    *(0, 1, 2, -1, 5, 1.0, 1.5, -0.0, 0.1, 1e22, 1e23, 5e-324, 1.7e308, 2**53 + 1, 2**63, 10**30),
]
NUMBERS = ["0", "-0", "1", "1.0", "1e0", "-1", "2", "1.50", "0.1", "1e22", "1E+23", "5e-324", "1.7e308"]
NUMBERS += ["9007199254740993", "9223372036854775808", "0e99999", "0.1000000000000000055511151231"]
BORDERS = [
    ".".join("#" * 16) + " = 1",
    "(" * 16 + "a = 1" + ")" * 16,
    "NOT " * 16 + "a = 1",
    "#(" * 16 + "a = 1" + ")" * 16,
    (".".join("#" * 16) + "(") * 16 + ".".join("a" * 16) + " = 1" + ")" * 16,
    ("NOT " + ".".join("#" * 16) + "(") * 8 + "a @> 1" + ")" * 8,
    "a = " + "[" * 16 + "]" * 16,
    "a @> " + '{"a":' * 16 + "1" + "}" * 16,
    " AND ".join(f"a{place} = {place}" for place in range(400)),
    " OR ".join(f"NOT #.a{place} = {place}" for place in range(400)),
    f"a IN ({', '.join(map(str, range(400)))})",
    f"a = {json.dumps(list(range(399)))}",
    "a = " + json.dumps({str(place): place for place in range(399)}),
    "a @> " + json.dumps({str(place): place for place in range(399)}),
    f'a = "{"x" * 9_000}"',
    f"a = 1{'0' * 308}",
    f"a = 0.{'1' * 9_000}",
    f"a = -0.{'0' * 300}1",
    'a = "\\u0001\\b\\f\\n\\r\\t\\"\\\\\\/\\ud83d\\ude00\x7f"',
]


@pytest.fixture
async def connection(postgres_url: str) -> AsyncIterator[asyncpg.Connection[Any]]:
    connection = await asyncpg.connect(postgres_url)
    try:
        yield connection
    finally:
        await connection.close()


async def test_jsonpath_answers_as_evaluate(connection: asyncpg.Connection[Any]) -> None:
    random = Random(20_240_502)
    pairs = [random_pair(random) for _ in range(PAIRS)]
    answers = await ask(connection, pairs)
    expected = [evaluate(parse(text), json.loads(document)) for document, text in pairs]
    wrong = [pair for pair, is_one, is_due in zip(pairs, answers, expected, strict=True) if is_one != is_due]
    assert wrong == []
    assert 0.15 < sum(expected) / PAIRS < 0.85


async def test_the_largest_accepted_texts_run(connection: asyncpg.Connection[Any]) -> None:
    documents = ["null", "1", '"a"', "[]", "{}", '{"a": 1}', '[[{"a": [1]}], {"a": [[]]}]', "[" * 300 + "]" * 300]
    pairs = [(document, text) for text in BORDERS for document in documents]
    expected = [evaluate(parse(text), json.loads(document)) for document, text in pairs]
    assert await ask(connection, pairs) == expected


async def test_sql_null_meets_nothing(connection: asyncpg.Connection[Any]) -> None:
    path = to_jsonpath(parse("NOT a = 1"))
    sql = "SELECT coalesce(jsonb_path_match(NULL::jsonb, $1::jsonpath, '{}', true), false)"
    assert await connection.fetchval(sql, path) is False


@pytest.mark.parametrize(("operator", "sql"), [("=", "="), ("@>", "@>")])
async def test_values_compare_as_jsonb(connection: asyncpg.Connection[Any], operator: str, sql: str) -> None:
    random = Random(20_240_503)
    values = [(random_value(random, 2), random_value(random, 2)) for _ in range(PAIRS)]
    pairs = [(json.dumps(left), json.dumps(right)) for left, right in values]
    query = f"SELECT l::jsonb {sql} r::jsonb FROM unnest($1::text[], $2::text[]) AS t(l, r)"
    answers = [answer for (answer,) in await connection.fetch(query, *zip(*pairs, strict=True))]
    assert answers == [evaluate(parse(f"a {operator} {right}"), {"a": json.loads(left)}) for left, right in pairs]


async def ask(connection: asyncpg.Connection[Any], pairs: list[tuple[str, str]]) -> list[bool]:
    documents = [document for document, _ in pairs]
    paths = [to_jsonpath(parse(text)) for _, text in pairs]
    return [answer for (answer,) in await connection.fetch(QUERY, documents, paths)]


def random_pair(random: Random) -> tuple[str, str]:
    document = json.dumps(random_value(random, 4), ensure_ascii=random.random() < 0.5)
    return document, random_text(random, 3)


def random_value(random: Random, depth: int) -> object:
    kind = random.random()
    if kind < 0.35 and depth:
        return [random_value(random, depth - 1) for _ in range(random.randint(0, 3))]
    if kind < 0.8 and depth:
        keys = random.choices(KEYS, weights=[6, 6, 1, 1, 1, 1], k=random.randint(0, 3))
        return {key: random_value(random, depth - 1) for key in keys}
    return random.choice([1, 1, 2, "a", None, True] if random.random() < 0.7 else SCALARS)


def random_text(random: Random, depth: int) -> str:
    kind = random.random()
    if kind < 0.2 and depth:
        sign = random.choice([" AND ", "&", " and "])
        return f"({random_text(random, depth - 1)}{sign}{random_text(random, depth - 1)})"
    if kind < 0.35 and depth:
        return random_text(random, depth - 1) + " OR " + random_text(random, depth - 1)
    if kind < 0.5 and depth:
        return f"{random.choice(['NOT ', '!'])}({random_text(random, depth - 1)})"
    if kind < 0.65 and depth:
        return f"{random_path(random)}({random_text(random, depth - 1)})"
    return f"{random_path(random)} {random_test(random)}"


def random_path(random: Random) -> str:
    names = ["a", "b", "#", *map(json.dumps, KEYS)]
    steps = random.choices(names, weights=[6, 6, 6, 1, 1, 1, 1, 1, 1], k=random.choice([1, 1, 1, 2, 3]))
    return ".".join(steps)


def random_test(random: Random) -> str:
    kind = random.random()
    if kind < 0.3:
        return f"= {random_literal(random, 2)}"
    if kind < 0.5:
        return f"@> {random_literal(random, 2)}"
    if kind < 0.7:
        values = [random_literal(random, 0) for _ in range(random.randint(1, 3))]
        return f"IN ({', '.join(values)})"
    return f"{random.choice(['<', '<=', '>', '>='])} {random.choice(NUMBERS)}"


def random_literal(random: Random, depth: int) -> str:
    if random.random() < 0.2:
        return random.choice(NUMBERS)
    return json.dumps(random_value(random, depth), ensure_ascii=random.random() < 0.5)
