"""What is sent and what is answered, as pydantic models."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr

Name = Literal["id", "name", "number", "employees", "virtual_phones", "employee_groups"]
Sortable = Literal["id", "name", "number"]


class Sent(BaseModel):
    """What nobody asked for is refused."""

    model_config = ConfigDict(extra="forbid")


class Comparison(Sent):
    field: Sortable
    operator: Literal["=", "!=", "<", ">", "<=", ">=", "in", "not_in", "like", "ilike"]
    value: StrictInt | StrictStr | list[StrictInt | StrictStr] | None


class Group(Sent):
    filters: list[Comparison | Group]
    condition: Literal["and", "or"] = "and"


class Sort(Sent):
    field: Sortable
    order: Literal["asc", "desc"] = "asc"


class Params(Sent):
    access_token: str
    user_id: int | None = None
    limit: int = Field(default=1000, ge=0, le=10_000)
    offset: int = Field(default=0, ge=0, le=100_000)
    fields: list[Name] | None = None
    filter: Comparison | Group | None = None
    sort: list[Sort] = []


class Call(Sent):
    jsonrpc: Literal["2.0"]
    id: StrictInt | StrictStr
    method: Literal["get.virtual_number_groups"]
    params: Params


class Row(BaseModel):
    """Made from an ORM object."""

    model_config = ConfigDict(from_attributes=True)


class EmployeeOut(Row):
    id: int
    full_name: str


class PhoneOut(Row):
    id: int
    number: str


class TeamOut(Row):
    id: int
    name: str


class GroupOut(Row):
    id: int
    name: str
    number: str
    employees: list[EmployeeOut]
    virtual_phones: list[PhoneOut]
    employee_groups: list[TeamOut]


class Metadata(BaseModel):
    total_items: int
    version: None = None
    limits: dict[str, int]


class Result(BaseModel):
    data: list[GroupOut]
    metadata: Metadata


class Answer(BaseModel):
    jsonrpc: Literal["2.0"] = "2.0"
    id: int | str
    result: Result


class Error(BaseModel):
    code: int
    message: str
    mnemonic: str
    field: str | None = None


class Failure(BaseModel):
    jsonrpc: Literal["2.0"] = "2.0"
    id: int | str | None = None
    error: Error
