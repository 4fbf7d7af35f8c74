"""The ORM's view of the tables: who may call, and the groups with their members."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, ForeignKey, ForeignKeyConstraint, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """Ids are 64 bits wide."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {int: BigInteger}


class Component(Base):
    __tablename__ = "customer_component"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    component: Mapped[str] = mapped_column(primary_key=True)


class Network(Base):
    __tablename__ = "whitelist_entry"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    network: Mapped[str] = mapped_column(primary_key=True)


class Customer(Base):
    __tablename__ = "customer"

    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[str]
    timezone: Mapped[str]
    day_limit: Mapped[int | None]
    minute_limit: Mapped[int | None]
    components: Mapped[list[Component]] = relationship()
    networks: Mapped[list[Network]] = relationship()


class Permission(Base):
    __tablename__ = "user_permission"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    is_select: Mapped[bool]


class User(Base):
    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    level: Mapped[str]
    status: Mapped[str]
    customer: Mapped[Customer] = relationship()
    permissions: Mapped[list[Permission]] = relationship()


class ApiKey(Base):
    __tablename__ = "api_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    digest: Mapped[bytes] = mapped_column(unique=True)
    status: Mapped[str]
    expires_at: Mapped[int | None]
    user: Mapped[User] = relationship()


class Employee(Base):
    __tablename__ = "employee"

    customer_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    full_name: Mapped[str]


class VirtualNumber(Base):
    __tablename__ = "virtual_number"

    customer_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]


class EmployeeGroup(Base):
    __tablename__ = "employee_group"

    customer_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


def _members(table: str, column: str, target: str) -> Table:
    """The table between groups and their members; a customer's rows point to his own."""
    return Table(
        table,
        Base.metadata,
        Column("customer_id", BigInteger, primary_key=True),
        Column("group_id", BigInteger, primary_key=True),
        Column(column, BigInteger, primary_key=True),
        ForeignKeyConstraint(
            ["customer_id", "group_id"], ["virtual_number_group.customer_id", "virtual_number_group.id"]
        ),
        ForeignKeyConstraint(["customer_id", column], [f"{target}.customer_id", f"{target}.id"]),
    )


group_employee = _members("virtual_number_group_employee", "employee_id", "employee")
group_phone = _members("virtual_number_group_phone", "virtual_number_id", "virtual_number")
group_team = _members("virtual_number_group_team", "employee_group_id", "employee_group")


class VirtualNumberGroup(Base):
    __tablename__ = "virtual_number_group"

    customer_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    number: Mapped[str]
    employees: Mapped[list[Employee]] = relationship(
        secondary=group_employee, order_by=Employee.id, viewonly=True, lazy="raise"
    )
    virtual_phones: Mapped[list[VirtualNumber]] = relationship(
        secondary=group_phone, order_by=VirtualNumber.id, viewonly=True, lazy="raise"
    )
    employee_groups: Mapped[list[EmployeeGroup]] = relationship(
        secondary=group_team, order_by=EmployeeGroup.id, viewonly=True, lazy="raise"
    )
