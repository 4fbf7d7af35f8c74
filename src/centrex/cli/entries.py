"""`centrex employee`, `group` and `number-group`: what a customer has, through the same operations as the API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from centrex.cli.acting import acted, changed
from centrex.cli.fields import arguments_of, object_of
from centrex.cli.options import AsJson, Config, Database, InCustomer, checked_id
from centrex.cli.refusing import UsageRefusal, sentences
from centrex.cli.showing import Column, show_rows, tell, wants_json
from centrex.i18n import translated

if TYPE_CHECKING:
    from centrex.catalogue import Operation


@dataclass(frozen=True, slots=True)
class Kind:
    """A command: the noun of its methods, and the columns of its table."""

    noun: str
    columns: tuple[Column, ...]


KINDS: Final = {
    "employee": Kind(
        "employees",
        (
            Column("id", "Id"),
            Column("full_name", "Name"),
            Column("status", "Status"),
            Column("phone_numbers", "Phones"),
            Column("groups", "Groups"),
        ),
    ),
    "group": Kind(
        "group_employees",
        (
            Column("id", "Id"),
            Column("name", "Name"),
            Column("group_phone_number", "Short number"),
            Column("members", "Members"),
        ),
    ),
    "number-group": Kind(
        "virtual_number_groups",
        (
            Column("id", "Id"),
            Column("number", "Number"),
            Column("name", "Name"),
            Column("virtual_phones", "Numbers"),
            Column("employees", "Employees"),
            Column("employee_groups", "Groups"),
        ),
    ),
}
EntryId = Annotated[int, typer.Argument(help="Id of the entry.", callback=checked_id)]
Fields = Annotated[
    list[str] | None,
    typer.Argument(help="Fields of the API as NAME=VALUE; what is no text is JSON, and so is what follows NAME:=."),
]


def list_(
    context: typer.Context,
    customer: InCustomer,
    filter_: Annotated[str | None, typer.Option("--filter", help="A filter of the API, as JSON.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.", min=0, max=10_000)] = 1_000,
    offset: Annotated[int, typer.Option(help="How many to leave out before.", min=0, max=100_000)] = 0,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """List what a customer has."""
    kind = _kind(context)
    arguments: dict[str, Any] = {"limit": limit, "offset": offset}
    if filter_ is not None:
        with sentences():
            arguments["filter"] = object_of("filter", filter_)
    operation = _operation("get", kind)
    found = acted(db, config, customer, lambda engine, own: engine.list_rows(operation, arguments, own.scope))
    rows = _rows(found.whole())
    if wants_json(as_json):
        show_rows(kind.columns, rows, as_json)
        return
    show_rows(kind.columns, [{name: _short(value) for name, value in row.items()} for row in rows], as_json)
    print(translated("{shown} of {total}.", shown=len(rows), total=found.total))


def add(
    context: typer.Context,
    customer: InCustomer,
    field: Fields = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Make one."""
    operation = _operation("create", _kind(context))
    with sentences():
        arguments = arguments_of(operation, field or ())
    identifier = changed(db, config, customer, operation, arguments)
    tell({"id": identifier}, translated("Made, with the id {id}.", id=identifier), as_json)


def set_(
    context: typer.Context,
    entry_id: EntryId,
    customer: InCustomer,
    field: Fields = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Change one: the fields that are given, and nothing else; a list is replaced as a whole."""
    operation = _operation("update", _kind(context))
    with sentences():
        arguments = arguments_of(operation, field or ())
        if not arguments:
            raise UsageRefusal("Nothing to change was given.")
    changed(db, config, customer, operation, {"id": entry_id, **arguments})
    tell({"id": entry_id}, translated("{id} is changed.", id=entry_id), as_json)


def remove(
    context: typer.Context,
    entry_id: EntryId,
    customer: InCustomer,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Remove one."""
    changed(db, config, customer, _operation("delete", _kind(context)), {"id": entry_id})
    tell({"id": entry_id}, translated("{id} is removed.", id=entry_id), as_json)


def _kind(context: typer.Context) -> Kind:
    """Which of the commands it is, by its name."""
    assert context.parent is not None
    return KINDS[str(context.parent.info_name)]


def _operation(verb: str, kind: Kind) -> Operation:
    from centrex.resources import OPERATIONS

    return OPERATIONS[f"{verb}.{kind.noun}"]


def _rows(page: bytes) -> list[dict[str, Any]]:
    import msgspec

    return msgspec.json.decode(page, type=list[dict[str, Any]])


def _short(value: object) -> object:
    """A list of objects by their names or numbers, for a table."""
    if not isinstance(value, list):
        return value
    return [_named(item) if isinstance(item, dict) else item for item in value]


def _named(item: dict[str, Any]) -> object:
    return next((value for name, value in item.items() if name.endswith(("name", "number"))), item)


employees = typer.Typer(help="Employees of a customer.", no_args_is_help=True)
groups = typer.Typer(help="Employee groups of a customer.", no_args_is_help=True)
number_groups = typer.Typer(help="Virtual number groups of a customer.", no_args_is_help=True)
for app in (employees, groups, number_groups):
    app.command("list")(list_)
    app.command("add")(add)
    app.command("set")(set_)
    app.command("remove")(remove)
