"""What the operator does within a customer's account, through the operations of the API and their checks."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from centrex.cli.refusing import Sentences, known
from centrex.cli.working import opened

if TYPE_CHECKING:
    from centrex.access.on_behalf import Within
    from centrex.catalogue import Operation
    from centrex.engine.core import Engine
    from centrex.store import Store

Answer = TypeVar("Answer")

OF_ENTRIES: Final[Sentences] = {
    ("entity_not_found", "customer_id"): "There is no customer {value}.",
    ("entity_not_found", "id"): "The customer has no entry {value}.",
    ("entity_not_found", None): "{field}: the customer has no {value}.",
    ("duplicate_entity", None): "{field}: {value} is taken.",
    ("already_in_use", None): "{field}: {value} is taken.",
    ("dependency_error", None): "Others depend on {value}: take it out of there first.",
    ("required_parameter_missed", None): "{field} is missing.",
    ("unexpected_parameters", None): "There is no {field} here.",
    ("data_type_error", None): "{field}: {value} is of the wrong type.",
    ("invalid_parameter_value", None): "{field} cannot be {value}.",
    ("invalid_parameters_combination", None): "{field} does not go with the rest.",
    ("parameter_component_disabled", None): "{field} needs the component {components}, which the account has not.",
    ("data_limit_exceeded", None): "{field} has too many entries.",
    ("filter_prohibited", None): "Rows cannot be filtered by {field}.",
}


def acted(
    db: str | None,
    config: Path | None,
    customer: int,
    work: Callable[[Engine, Within], Coroutine[Any, Any, Answer]],
) -> Answer:
    """The answer of ``work``; what is refused ends the program with a sentence."""
    from centrex.access.on_behalf import within_customer
    from centrex.clock import SystemClock
    from centrex.engine.core import Engine

    async def within(store: Store) -> Answer:
        with known(OF_ENTRIES):
            return await work(Engine(store, SystemClock()), await within_customer(store, customer))

    return opened(db, config, within)


def changed(db: str | None, config: Path | None, customer: int, operation: Operation, arguments: dict[str, Any]) -> int:
    """The id of what an operation changed; its audit row names no user."""
    from centrex.engine.core import Origin

    def change(engine: Engine, own: Within) -> Coroutine[Any, Any, int]:
        return engine.change(operation, arguments, own.scope, Origin("command line", "", own.components))

    return acted(db, config, customer, change)
