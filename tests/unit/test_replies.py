"""What is kept of answers, and for how long: bounded in bytes, only for who asks again, only while counters stand."""

from __future__ import annotations

import pytest

from centrex.catalogue import Level
from centrex.resources import metadata
from centrex.resources.customer import customer
from centrex.resources.employee import employee
from centrex.resources.ledger import call_counter, change_counter, points_used
from centrex.resources.user import user
from centrex.scope import SERVER, Scope
from centrex.store.compile import Statement
from centrex.store.counters import Counting, accounts_of, counter_of, counters_of, needed
from centrex.store.replies import OVERHEAD, SHARE, Key, Replies
from centrex.store.steps import Add, Delete, Find, Insert, InsertMany, Update

PAGE = Statement("SELECT", (), counters=frozenset({change_counter}))
CALLS = Statement("SELECT calls", (), counters=frozenset({call_counter}))
CUSTOMER = Scope(Level.CUSTOMER, 7, 1)
STANDING = (5, 9)


def keep(replies: Replies, number: int, row: tuple[object, ...] = (1, b"[]"), statement: Statement = PAGE) -> Key:
    """Asks twice, and keeps the answer of the second time."""
    replies.key(statement, (number,), CUSTOMER)
    key = replies.key(statement, (number,), CUSTOMER)
    assert key is not None
    replies.keep(key, statement, STANDING, row)
    return key


def test_an_answer_is_kept_from_the_second_time_on() -> None:
    replies = Replies()
    assert replies.key(PAGE, (1,), CUSTOMER) is None
    assert replies.key(PAGE, (2,), CUSTOMER) is None
    assert replies.key(PAGE, (1,), CUSTOMER) is not None
    assert (replies.hits, replies.misses) == (0, 2)


def test_an_answer_is_given_again_while_its_counter_stands() -> None:
    replies = Replies()
    settings, calls = keep(replies, 1), keep(replies, 2, (2, b"[1]"), CALLS)
    assert replies.find(settings, PAGE, (5, 10)) == (1, b"[]")
    assert replies.find(calls, CALLS, (6, 9)) == (2, b"[1]")
    assert replies.hits == 2
    assert replies.find(settings, PAGE, (6, 9)) is None
    assert replies.find(calls, CALLS, (5, 10)) is None
    assert replies.find(settings, PAGE, (None, 9)) is None


@pytest.mark.parametrize("level", [Level.SERVER, Level.AGENT])
def test_what_is_of_several_accounts_is_not_kept(level: Level) -> None:
    replies = Replies()
    assert [replies.key(PAGE, (1,), Scope(level, 7, 1)) for _ in range(3)] == [None] * 3


def test_what_has_no_counter_is_not_kept() -> None:
    replies, loose = Replies(), Statement("SELECT", ())
    assert [replies.key(loose, (1,), CUSTOMER) for _ in range(3)] == [None] * 3
    assert counters_of([employee, points_used]) == frozenset()
    assert counters_of([employee, user]) == {change_counter}


def test_no_room_keeps_nothing() -> None:
    replies = Replies(0)
    assert [replies.key(PAGE, (1,), CUSTOMER) for _ in range(3)] == [None] * 3
    assert replies.misses == 0


def test_the_room_is_never_exceeded_and_the_longest_unasked_goes_first() -> None:
    answer = (1, bytes(10_000))
    replies = Replies(10 * 11_000)
    keys = [keep(replies, number, answer) for number in range(9)]
    assert replies.find(keys[0], PAGE, STANDING) == answer
    for number in range(100, 105):
        keep(replies, number, answer)
        assert replies.size <= replies.room
    assert replies.find(keys[0], PAGE, STANDING) == answer
    assert replies.find(keys[1], PAGE, STANDING) is None


def test_an_answer_that_is_read_anew_takes_the_place_of_the_old_one() -> None:
    replies = Replies()
    keep(replies, 1, (1, bytes(100)))
    before = replies.size
    key = keep(replies, 1, (2, bytes(200)))
    assert replies.size == before + 100
    assert replies.find(key, PAGE, STANDING) == (2, bytes(200))


def test_what_would_take_a_large_part_of_the_room_is_not_kept() -> None:
    replies = Replies(SHARE * 2_000)
    large = keep(replies, 1, (1, bytes(2_000)))
    asked = keep(replies, 2, (1, b"[]"), Statement("IN", (), counters=PAGE.counters))
    assert replies.find(large, PAGE, STANDING) is None
    assert replies.find(asked, PAGE, STANDING) is not None
    assert OVERHEAD < replies.size < 2_000


def test_a_change_moves_its_counter_once() -> None:
    counting, step = Counting(), Insert(employee, {"id": 1})
    assert needed(step) is change_counter
    for moves, rows in ((Add(change_counter, {}, "changes"), []), (Add(change_counter, {}, "changes", 0), [(4,)])):
        counting.note(moves, list(rows), CUSTOMER)
        assert counting.stands(change_counter, 7)
    counting.note(Add(change_counter, {}, "changes"), [(5,)], CUSTOMER)
    assert not counting.stands(change_counter, 7)
    assert counting.stands(change_counter, 8)
    assert counting.stands(call_counter, 7)


def test_reading_moves_no_counter() -> None:
    assert needed(Find(employee, ("id",), {})) is None
    assert needed(Insert(points_used, {})) is None


def test_rows_are_the_callers_unless_they_say_whose_they_are() -> None:
    agent = Scope(Level.AGENT, 3, 1)
    assert accounts_of(Update(user, {"id": 1}, {}), CUSTOMER) == (7,)
    assert accounts_of(Delete(user, {"customer_id": [8, 7]}), SERVER) == [7, 8]
    assert accounts_of(Insert(user, {"customer_id": 8}), SERVER) == [8]
    assert accounts_of(InsertMany(employee, [{"customer_id": 9}, {"customer_id": 7}]), SERVER) == [7, 9]
    assert accounts_of(Insert(customer, {"id": 9}), SERVER) == ()
    assert accounts_of(Update(customer, {"id": 9}, {}), agent) == [9]
    assert accounts_of(Insert(employee, {}), agent) == (3,)


def test_where_a_step_does_not_say_whose_rows_it_changes_they_are_asked() -> None:
    assert accounts_of(Update(user, {"id": 1}, {"name": "New"}), SERVER) is None
    assert accounts_of(Update(user, {"id": 1}, {"name": "New"}), Scope(Level.AGENT, 3, 1)) is None
    assert accounts_of(InsertMany(employee, [{"customer_id": 9}, {}]), SERVER) is None


def test_the_database_itself_changes_no_row_that_a_counter_stands_for() -> None:
    cascading = {
        table for table in metadata.sorted_tables for key in table.foreign_keys if key.ondelete or key.onupdate
    }
    assert [table.name for table in cascading if counter_of(table) is not None] == []
