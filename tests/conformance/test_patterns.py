"""Holds the patterns against PostgreSQL: it must read them as SQLite's side does."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from random import Random
from typing import Any

import asyncpg
import pytest

from centrex.patterns import PatternError, fold, like_pattern, regexp_pattern, regexp_search
from centrex.store.postgres import unicode_collation

PATTERNS = 3_000
TEXTS = 40

CHARACTERS = "aabbcAB01_ -.,\n\t\vяёЖéß中😀[]{}()^$|*+?\\/#=:\x7f\u2028"
LITERALS = "aabbcAB01_ -,\nяёЖé中😀#=:}]"
PUNCTUATION = r".,-[]{}()^$|*+?\/#=:_&~"
MEMBERS = ["a", "b", "c", "A", "0", "_", "я", "ё", r"\-", r"\]", r"\\", r"\^", ".", "$", "("]
MEMBERS += ["[", r"\[", r"\d", r"\s", r"\w", "[:alpha:]", "[:^alpha:]", "[:punct:]"]
RANGES = ["a-c", "A-z", "0-9", "а-я", "b-b", "c-a", " -~", "+--", r"+-\-", r"\[-\]", "a-\U0010ffff"]
QUANTIFIERS = [
    "*",
    "+",
    "?",
    "{0}",
    "{1}",
    "{2}",
    "{0,1}",
    "{0,2}",
    "{1,3}",
    "{2,}",
    "{,2}",
    "{3,1}",
]

COSTLY = [
    "a{255}",
    "(a{100}){10}",
    "(a?b?){90}",
    "^.{0,255}-.{0,255}$",
    "a*" * 190,
    "(" * 50 + "a" + ")+" * 50,
    "".join(map(chr, range(0x4E00, 0x4E00 + 900, 2))) + "[^a]{20}",
    r"[\d\s\w[:punct:]]{1,255}",
    "(^|(a?){80}|$)(^|(b?){80}|$)(^|a?b?|$)(^|$|c*)",
]

FOLDED = [
    "",
    "Hello, WORLD",
    "ПРИВЕТ Ёлка",
    "Łódź ÄÖÜ ẞ ß",
    "ΟΔΥΣΣΕΥΣ",
    "ΌΣΟΣ ΣΑΣ Σ",
    "ΑΣ. ΑΣΑ",
    "İstanbul IĞDIR ıi",
    "I\u0307",
    "Ǆ ǅ ǆ",
    "\u2126 \u212b \u212a",
    "ᲐᲑᲒ Ა",
    "ꭰ Ꭰ",
    "Ⓐ Ⅷ",
    "𐐀 𞤀",
    "ﬁ",
    "٣ 中",
]


@pytest.fixture
async def connection(postgres_url: str) -> AsyncIterator[asyncpg.Connection[Any]]:
    connection = await asyncpg.connect(postgres_url)
    try:
        yield connection
    finally:
        await connection.close()


@pytest.fixture
async def folded(connection: asyncpg.Connection[Any]) -> str:
    """How the product folds a text on this server."""
    collation = await unicode_collation(connection)
    return f"translate(lower(t.text COLLATE \"{collation}\"), 'ς', 'σ')"


async def test_regexps_match_alike(connection: asyncpg.Connection[Any]) -> None:
    random = Random(20_240_501)
    texts = ["", *(random_text(random) for _ in range(TEXTS - 1))]
    patterns = list(canonical_patterns(random, PATTERNS))
    answers = await connection.fetch(
        """
        SELECT ARRAY(
            SELECT t.text ~ (p.pattern COLLATE "C")
            FROM unnest($2::text[]) WITH ORDINALITY AS t(text, place) ORDER BY t.place
        ) FROM unnest($1::text[]) WITH ORDINALITY AS p(pattern, place) ORDER BY p.place
        """,
        patterns,
        texts,
    )
    for pattern, (answer,) in zip(patterns, answers, strict=True):
        expected = [regexp_search(pattern, text) for text in texts]
        assert answer == expected, pattern


async def test_what_is_accepted_is_not_too_much(connection: asyncpg.Connection[Any]) -> None:
    await connection.execute("SET statement_timeout = '5s'")
    for text in COSTLY:
        pattern = regexp_pattern(text)
        answer = await connection.fetchval("""SELECT 'b' ~ ($1::text COLLATE "C")""", pattern)
        assert answer is regexp_search(pattern, "b"), text


async def test_the_server_folds_as_we_do(connection: asyncpg.Connection[Any], folded: str) -> None:
    # Blocks in which later versions of Unicode add no letters: the two sides may differ by one.
    characters = [chr(code) for code in (*range(1, 0x530), *range(0x1E00, 0x2000))]
    texts = FOLDED + characters + [f"A{char}Σ{char}" for char in characters]
    answers = await connection.fetch(
        f"""
        SELECT {folded}
        FROM unnest($1::text[]) WITH ORDINALITY AS t(text, place) ORDER BY t.place
        """,
        texts,
    )
    assert [answer for (answer,) in answers] == [fold(text) for text in texts]


async def test_folded_patterns_match_alike(connection: asyncpg.Connection[Any], folded: str) -> None:
    texts = [*FOLDED, "100%", "a_b", "A\\B"]
    patterns = [like_pattern(fold(pattern)) for pattern in like_patterns(texts)]
    answers = await connection.fetch(
        f"""
        SELECT p.pattern, t.text FROM unnest($1::text[]) p(pattern), unnest($2::text[]) t(text)
        WHERE {folded} LIKE p.pattern
        """,
        patterns,
        texts,
    )
    assert set(map(tuple, answers)) == set(sqlite_likes(patterns, texts))


def like_patterns(texts: list[str]) -> list[str]:
    patterns = ["%", "_", "%_%", r"%\%", r"%\_%", r"a\\_", r"%\a%", "___%"]
    for text in texts:
        literal = text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        patterns += [
            literal,
            f"%{literal}%",
            f"{literal[:3]}%".replace("\\%", "%"),
            f"%{text[2:4]}",
        ]
    return patterns


def sqlite_likes(patterns: list[str], texts: list[str]) -> list[tuple[str, str]]:
    database = sqlite3.connect(":memory:")
    database.execute("PRAGMA case_sensitive_like = ON")
    query = "SELECT ? LIKE ? ESCAPE '\\'"
    found = [
        (pattern, text)
        for pattern in patterns
        for text in texts
        if database.execute(query, (fold(text), pattern)).fetchone() == (1,)
    ]
    database.close()
    return found


def canonical_patterns(random: Random, count: int) -> list[str]:
    """`count` patterns that were accepted, from texts that mostly follow the syntax."""
    patterns: list[str] = []
    while len(patterns) < count:
        text = random_pattern(random, 3)
        if random.random() < 0.2:
            text = damaged(random, text)
        try:
            patterns.append(regexp_pattern(text))
        except PatternError:
            continue
    return patterns


def random_text(random: Random) -> str:
    return "".join(random.choice(CHARACTERS) for _ in range(random.randint(0, 8)))


def random_pattern(random: Random, depth: int) -> str:
    branches = random.choice([1, 1, 1, 2, 3])
    return "|".join(random_branch(random, depth) for _ in range(branches))


def random_branch(random: Random, depth: int) -> str:
    return "".join(random_piece(random, depth) for _ in range(random.randint(1, 4)))


def random_piece(random: Random, depth: int) -> str:
    quantifier = random.choice(QUANTIFIERS) if random.random() < 0.3 else ""
    return random_atom(random, depth) + quantifier


def random_atom(random: Random, depth: int) -> str:
    kind = random.random()
    if kind < 0.2 and depth:
        return f"({random_pattern(random, depth - 1)})"
    if kind < 0.35:
        return random_bracket(random)
    if kind < 0.5:
        return random.choice([".", "^", "$", r"\d", r"\s", r"\w", r"\D", r"\S", r"\W"])
    if kind < 0.6:
        return "\\" + random.choice(PUNCTUATION)
    return random.choice(LITERALS)


def random_bracket(random: Random) -> str:
    members = "".join(random.choices([*MEMBERS, *RANGES], k=random.randint(1, 3)))
    start = random.choice(["[", "[", "[^", "[]", "[^]", "[-"])
    return start + members + random.choice(["]", "]", "-]"])


def damaged(random: Random, text: str) -> str:
    at = random.randrange(len(text))
    return text[:at] + random.choice(CHARACTERS) + text[at + random.randint(0, 1) :]
