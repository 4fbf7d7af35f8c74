"""The SQL of reads: what stands where, and which statements are kept. What they answer is tested on the stores."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from centrex.catalogue import CatalogueError, Face, Level, Resource, Show
from centrex.query import Query
from centrex.query.rows import parse_query
from centrex.resources import OPERATIONS, RESOURCES
from centrex.scope import Scope
from centrex.store.binding import KEPT, LARGE, Statements
from centrex.store.compile import Compiler, Statement
from centrex.store.dialect_sql import DialectSql
from centrex.store.postgres_sql import PostgresSql
from centrex.store.sqlite_sql import SqliteSql

GROUPS = "get.virtual_number_groups"
EITHER = {
    "condition": "or",
    "filters": [{"field": "id", "operator": sign, "value": 0} for sign in ("<", ">")],
}
IN_CUSTOMER = Scope(Level.CUSTOMER, 71, 72, "Europe/Berlin")

Shown = tuple[Resource, Face]


def face_of(method: str) -> Shown:
    face = OPERATIONS[method].face
    assert face is not None
    return next(resource for resource in RESOURCES if face in resource.faces), face


def faces() -> Iterator[tuple[str, Level]]:
    """Every list method, at every level that may call it."""
    for name, operation in OPERATIONS.items():
        if operation.face is not None and operation.face.paged:
            for level in sorted(operation.access):
                resource, _ = face_of(name)
                if resource.tenancy.everyone or resource.tenancy.column(level) is not None:
                    yield name, level


@pytest.fixture(params=[SqliteSql, PostgresSql])
def sql(request: pytest.FixtureRequest) -> DialectSql:
    made: DialectSql = request.param()
    return made


def compiled(sql: DialectSql, method: str, level: Level, **arguments: object) -> Statement:
    resource, face = face_of(method)
    needed = {param.name: "2025-06-15 00:00:00" for param in face.params if param.required}
    return Compiler(sql).page(resource, face, parse_query(face, {**needed, **arguments}, "UTC").shape, level)


def either(method: str) -> dict[str, object]:
    """A tree over a field that can be filtered, where there is one."""
    names = [show.name for show in face_of(method)[1].fields.values() if show.filter and isinstance(show, Show)]
    tests = [{"field": name, "operator": sign, "value": None} for name in names[:1] for sign in ("=", "!=")]
    return {"condition": "or", "filters": tests} if tests else {}


def flat(text: str) -> str:
    """SQL on one line, casts of parameters left out."""
    return re.sub(r"(\$[0-9]+)::[A-Za-z]+(\[\])?", r"\1", " ".join(text.split()))


def wheres(text: str) -> list[list[str]]:
    """What is joined at the top of the WHERE of the count, and of that of the page."""
    count, page = (text.index(" WHERE ", place) + 7 for place in (0, text.rindex(" FROM (SELECT ")))
    return [_joined(text[count:]), _joined(text[page:])]


def _joined(text: str) -> list[str]:
    """The operands and operators of a condition, whatever stands in brackets left whole."""
    pieces, depth = [""], 0
    for word in re.split(r"( AND | OR | ORDER BY |[()])", text):
        depth += (word == "(") - (word == ")")
        if depth < 0 or (depth == 0 and word == " ORDER BY "):
            break
        if depth == 0 and word in {" AND ", " OR "}:
            pieces += [word.strip(), ""]
        else:
            pieces[-1] += word
    return pieces


@pytest.mark.parametrize(("method", "level"), list(faces()))
def test_the_page_is_cut_before_it_is_decorated(sql: DialectSql, method: str, level: Level) -> None:
    _, face = face_of(method)
    text = flat(compiled(sql, method, level, fields=list(face.fields)).text)
    decorating, cutting = text[: text.rindex(" FROM (SELECT ")], text[text.rindex(" FROM (SELECT ") :]
    assert "json" in decorating
    assert "json" not in cutting
    assert " LIMIT " in cutting


@pytest.mark.parametrize(("method", "level"), list(faces()))
def test_the_tenant_stands_outside_of_the_callers_tree(sql: DialectSql, method: str, level: Level) -> None:
    resource, _ = face_of(method)
    tree = either(method)
    text = flat(compiled(sql, method, level, filter=tree).text).replace('"', "")
    owner = resource.tenancy.column(level)
    for condition in wheres(text):
        if owner is not None:
            assert condition[0].startswith(f"{str(owner).replace(chr(34), '')} = ")
        assert set(condition[1::2]) <= {"AND"}
        written = re.fullmatch(r"\(\(\S+ IS NULL\) OR \(\S+ IS NOT NULL\)\)", condition[-1])
        assert (written is not None) == bool(tree)


def test_rows_of_nobody_are_named_and_have_no_owner(sql: DialectSql) -> None:
    """What follows is everybody's to see; whatever is added here, is meant to be."""
    open_to_all = {method for method, _ in faces() if face_of(method)[0].tenancy.everyone}
    assert open_to_all == {
        "get.available_virtual_numbers",
        "get.country_phone_prefixes",
        "get.number_capacity_categories",
    }
    for method in open_to_all:
        assert "customer_id =" not in flat(compiled(sql, method, Level.CUSTOMER).text).replace('"', "")
    free = flat(
        compiled(
            sql, "get.available_virtual_numbers", Level.CUSTOMER, filter=either("get.available_virtual_numbers")
        ).text
    )
    assert {condition[0] for condition in wheres(free.replace('"', ""))} == {"pool_number.customer_id IS NULL"}


def test_a_tree_has_brackets_at_every_level(sql: DialectSql) -> None:
    one = {"field": "id", "operator": "=", "value": 0}
    tree = {"condition": "or", "filters": [one, {"filters": [one, {"condition": "or", "filters": [one, one]}]}]}
    for condition in wheres(flat(compiled(sql, GROUPS, Level.CUSTOMER, filter=tree).text)):
        written = re.sub(r"virtual_number_group\.id = \S+?(?=\))", "x", condition[-1])
        assert written == "((x) OR ((x) AND ((x) OR (x))))"


@pytest.mark.parametrize(("method", "level"), list(faces()))
def test_a_read_is_one_statement(sql: DialectSql, method: str, level: Level) -> None:
    text = compiled(sql, method, level, filter=either(method)).text
    assert text.startswith("SELECT (SELECT count(*)")
    assert ";" not in text


def test_a_level_that_a_resource_does_not_know_is_refused(sql: DialectSql) -> None:
    for level in (Level.AGENT, Level.EXTENSION_GROUP, Level.EXTENSION):
        with pytest.raises(CatalogueError):
            compiled(sql, GROUPS, level)


def test_nothing_that_the_caller_sent_stands_in_the_text(sql: DialectSql) -> None:
    canary = "canary'\"\\"
    sent: dict[str, object] = {**dict.fromkeys(("=", "!=", "like", "ilike"), canary + "\\"), "in": [canary]}
    tests = [{"field": "name", "operator": operator, "value": value} for operator, value in sent.items()]
    statement = compiled(sql, GROUPS, Level.CUSTOMER, filter={"filters": tests}, limit=777, offset=778)
    assert not {"canary", "777", "778"} & set(re.findall(r"[a-z]+|[0-9]+", statement.text))


def test_parameters_stand_in_their_places() -> None:
    resource, face = face_of(GROUPS)
    query = parse_query(face, {"filter": EITHER, "limit": 51, "offset": 7}, "UTC")
    statements = Statements(Compiler(SqliteSql()), {})
    statement = statements.compiler.page(resource, face, query.shape, Level.CUSTOMER)
    values = statements.values(statement, IN_CUSTOMER, query)
    assert statement.text.count("?") == len(values)
    assert values == (71, 0, 0, 71, 0, 0, 51, 7)


def test_what_a_store_binds_in_its_own_form_is_adapted() -> None:
    resource, face = face_of(GROUPS)
    tests = [{"field": "id", "operator": "in", "value": [1, 2]}, {"field": "id", "operator": "=", "value": 5}]
    query = parse_query(face, {"filter": {"filters": tests}}, "UTC")
    statements = Statements(Compiler(SqliteSql()), {"in": repr})
    statement = statements.compiler.page(resource, face, query.shape, Level.CUSTOMER)
    assert statements.values(statement, IN_CUSTOMER, query)[:3] == (71, "[1, 2]", 5)
    assert query.values == ([1, 2], 5)


@pytest.fixture
def statements() -> Statements:
    return Statements(Compiler(SqliteSql()), {})


def query(**arguments: object) -> Query:
    return parse_query(face_of(GROUPS)[1], arguments, "UTC")


async def kept(statements: Statements, asked: Query) -> Statement:
    return await statements.page(face_of(GROUPS)[0], asked, Level.CUSTOMER)


async def test_a_shape_is_compiled_once(statements: Statements) -> None:
    test = {"field": "id", "operator": "in"}
    first = await kept(statements, query(filter={**test, "value": [1]}, offset=1))
    assert await kept(statements, query(filter={**test, "value": [1]}, offset=2)) is first
    assert await kept(statements, query(filter={**test, "value": list(range(9_000))})) is first
    assert await kept(statements, query(filter={**test, "value": []})) is first


@pytest.mark.parametrize(
    "other",
    [
        {"fields": ["id"]},
        {"sort": [{"field": "id"}]},
        {"sort": [{"field": "id", "order": "desc"}]},
        {"filter": {"field": "id", "operator": "=", "value": 1}},
        {"filter": {"field": "id", "operator": "!=", "value": 1}},
        {"filter": {"field": "id", "operator": "=", "value": None}},
        {"filter": {"filters": [{"field": "id", "operator": "=", "value": 1}] * 2}},
        {"filter": {"filters": [{"field": "id", "operator": "=", "value": 1}] * 2, "condition": "or"}},
    ],
)
async def test_another_shape_is_another_statement(statements: Statements, other: dict[str, object]) -> None:
    first = await kept(statements, query())
    assert (await kept(statements, query(**other))).text != first.text
    assert await kept(statements, query()) is first


def test_a_list_that_several_fields_show_is_read_once(sql: DialectSql) -> None:
    resource, face = face_of("get.calls_report")
    period = {"date_from": "2026-03-01 00:00:00", "date_till": "2026-03-02 00:00:00"}
    shape = parse_query(face, {**period, "fields": ["call_records", "id", "wav_call_records"]}, "UTC").shape
    for compiled in (Compiler(sql).page, Compiler(sql).rows):
        assert compiled(resource, face, shape, Level.CUSTOMER).text.count("FROM recording") == 1


async def test_another_level_is_another_statement(statements: Statements) -> None:
    resource, face = face_of("get.customer_users")
    asked = parse_query(face, {}, "UTC")
    as_agent = await statements.page(resource, asked, Level.AGENT)
    assert (await statements.page(resource, asked, Level.CUSTOMER)).text != as_agent.text


def signs(number: int) -> list[dict[str, object]]:
    """Tests whose operators spell the number, so that no two have the same shape."""
    return [{"field": "id", "operator": "<" if digit == "1" else ">", "value": 0} for digit in f"{number:010b}"]


async def test_the_statements_kept_are_bounded_and_the_latest_used_stay(statements: Statements) -> None:
    plain = query()
    first = await kept(statements, plain)
    oldest = await kept(statements, query(filter={"filters": signs(0)}))
    for number in range(1, KEPT):
        await kept(statements, query(filter={"filters": signs(number)}))
        assert await kept(statements, plain) is first
    assert await kept(statements, query(filter={"filters": signs(0)})) is not oldest


async def test_a_large_shape_is_not_kept(statements: Statements) -> None:
    test = {"field": "id", "operator": "=", "value": 1}
    kept_one = query(filter={"filters": [test] * LARGE})
    assert await kept(statements, kept_one) is await kept(statements, kept_one)
    large = query(filter={"filters": [test] * (LARGE + 1)})
    first, second = await kept(statements, large), await kept(statements, large)
    assert first is not second
    assert first.text == second.text


def test_an_object_is_compiled_once(statements: Statements) -> None:
    resource, face = face_of("getobj.account")
    first = statements.one(resource, face, Level.CUSTOMER)
    assert statements.one(resource, face, Level.CUSTOMER) is first
    assert statements.one(resource, face, Level.AGENT) is not first
