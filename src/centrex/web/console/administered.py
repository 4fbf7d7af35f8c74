"""The kinds of things that the console makes, changes and ends, one description each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from centrex.catalogue_rest import Action
from centrex.resources import OPERATIONS
from centrex.web.console.acting import Act, Row
from centrex.web.console.customers import CUSTOMERS, MINUTE
from centrex.web.console.rest import rest
from centrex.web.console.things import Deed, Thing, can

RIGHTS: Final = "Rights in the Data API"
SETTINGS: Final = "Settings"
ORDER: Final = "Order of the phones"
_DIRECTIONS: Final = tuple(
    f"{way}_{kind}_allowed_call_directions" for way in ("in", "out") for kind in ("external", "internal")
)
_NO_MAIL: Final = frozenset({"email_notify", "email_for_notify"})


def _users(section: str, noun: str, member: str) -> Thing:
    """Users of one level; ``member`` says what they belong to."""
    own = {member: rest(Action.LIST, noun)} if noun != "client" else {}
    return Thing(
        section,
        "New user",
        rest(Action.ONE, f"user/{noun}"),
        "name",
        creates=rest(Action.ADD, f"user/{noun}"),
        changes=rest(Action.CHANGE, f"user/{noun}"),
        choices=own,
        omitted=_NO_MAIL,
        leads=lambda act, _: {"rights": RIGHTS} if not own and act.caller.may("account_access", "select") else {},
        fixed=lambda caller: {} if own else {member: caller.account.id},
        deeds=(
            Deed(
                "delete",
                "Delete the user",
                "His keys, sign-ins, applications and their tokens end at once. What he did stays in the audit.",
                rest(Action.REMOVE, f"user/{noun}"),
                then=section,
            ),
        ),
    )


async def _of_number(act: Act, row: Row) -> Mapping[str, object]:
    users, numbers = rest(Action.LIST, "user/extension"), rest(Action.LIST, "did")
    return {
        "users": await act.count(users, "extension_id", row["id"]),
        "numbers": await act.count(numbers, "extension_id", row["id"]),
    }


EXTENSIONS: Final = Thing(
    "extensions",
    "New internal number",
    rest(Action.ONE, "extension"),
    "name",
    creates=rest(Action.ADD, "extension"),
    changes=rest(Action.CHANGE, "extension"),
    choices={"extension_group_id": rest(Action.LIST, "extension_group")},
    leads=lambda _, row: {"settings": SETTINGS} if row["type"] in {"phone", "fax"} else {},
    deeds=(
        Deed(
            "delete",
            "Delete the internal number",
            "Its settings and its event handlers are deleted, and its users: {users}. Virtual numbers that lead "
            "nowhere then: {numbers}. Calls and recordings stay with the account.",
            rest(Action.REMOVE, "extension"),
            _of_number,
            then="extensions",
        ),
    ),
)


async def _of_employee(act: Act, row: Row) -> Mapping[str, object]:
    read = OPERATIONS["get.virtual_number_groups"]
    groups = await act.rows(read) if can(read, act) else []
    return {
        "phones": len(row["phone_numbers"]),
        "groups": len(row["groups"]),
        "number_groups": sum(row["id"] in [each["id"] for each in group["employees"]] for group in groups),
    }


EMPLOYEES: Final = Thing(
    "employees",
    "New employee",
    OPERATIONS["get.employees"],
    "full_name",
    creates=OPERATIONS["create.employees"],
    changes=OPERATIONS["update.employees"],
    choices={
        "status_id": OPERATIONS["get.statuses"],
        "groups": OPERATIONS["get.group_employees"],
        "coach.coach_id": OPERATIONS["get.employees"],
        "operator.operator_position_id": OPERATIONS["get.employee_positions"],
    },
    omitted=frozenset(
        {
            "status",
            "schedule_id",
            "calls_available",
            "allowed_in_call_types",
            "allowed_out_call_types",
            "operator.operator_sites",
        }
    ),
    first=("last_name", "first_name", "patronymic", "status_id", "email", "phone_numbers", "extension", "groups"),
    begins={name: ["in", "out"] for name in _DIRECTIONS},
    deeds=(
        Deed(
            "delete",
            "Delete the employee",
            "His phones are deleted: {phones}. Groups of employees that he leaves: {groups}; groups of virtual "
            "numbers: {number_groups}. Calls keep his name.",
            OPERATIONS["delete.employees"],
            _of_employee,
            then="employees",
        ),
    ),
)


async def _of_team(act: Act, row: Row) -> Mapping[str, object]:
    read = OPERATIONS["get.virtual_number_groups"]
    groups = await act.rows(read) if can(read, act) else []
    holding = sum(row["id"] in [each["id"] for each in group["employee_groups"]] for group in groups)
    return {"members": len(row["members"]), "number_groups": holding}


EMPLOYEE_GROUPS: Final = Thing(
    "employee-groups",
    "New employee group",
    OPERATIONS["get.group_employees"],
    "name",
    creates=OPERATIONS["create.group_employees"],
    changes=OPERATIONS["update.group_employees"],
    choices={"members": OPERATIONS["get.employees"]},
    leads=lambda _act, _row: {"phones": ORDER},
    deeds=(
        Deed(
            "delete",
            "Delete the employee group",
            "Its {members} members stay, without this group. It leaves {number_groups} groups of virtual numbers.",
            OPERATIONS["delete.group_employees"],
            _of_team,
            then="employee-groups",
        ),
    ),
)

NUMBERS: Final = Thing(
    "numbers",
    "",
    rest(Action.ONE, "did"),
    "name",
    changes=rest(Action.CHANGE, "did"),
    choices={
        "extension_id": rest(Action.LIST, "extension"),
        "message_extension_id": rest(Action.LIST, "extension"),
    },
    deeds=(
        Deed(
            "disable",
            "Disconnect the number",
            "The number goes back to the pool, where any account can connect it. Calls and recordings stay.",
            OPERATIONS["disable.virtual_numbers"],
            key="virtual_phone_number",
            of="name",
            then="numbers",
        ),
    ),
)


async def _of_free_number(_act: Act, row: Row) -> Mapping[str, object]:
    return {"onetime": row["onetime_payment"], "monthly": row["monthly_charge"]}


FREE_NUMBERS: Final = Thing(
    "free-numbers",
    "",
    OPERATIONS["get.available_virtual_numbers"],
    "phone_number",
    key="phone_number",
    deeds=(
        Deed(
            "enable",
            "Connect the number",
            "The number becomes this account's: {onetime} once, and {monthly} a month.",
            OPERATIONS["enable.virtual_numbers"],
            _of_free_number,
            key="virtual_phone_number",
            of="phone_number",
            then="numbers",
            harms=False,
        ),
    ),
)


CLIENT_USERS: Final = rest(Action.LIST, "user/client")
"""What lists the users whom keys are for."""

THINGS: Final[Mapping[str, Thing]] = {
    thing.section: thing
    for thing in (
        CUSTOMERS,
        _users("users", "client", "client_id"),
        _users("group-users", "extension_group", "extension_group_id"),
        _users("number-users", "extension", "extension_id"),
        EXTENSIONS,
        EMPLOYEES,
        EMPLOYEE_GROUPS,
        NUMBERS,
        FREE_NUMBERS,
    )
}
"""By the section below which they stand."""


def messages() -> set[str]:
    """What is said of them, in English."""
    said = {text for thing in THINGS.values() for deed in thing.deeds for text in (deed.title, deed.warning)}
    return said | {MINUTE, SETTINGS, RIGHTS, ORDER} | {thing.new for thing in THINGS.values() if thing.new}
