"""What of the demo world does not depend on the seed: names, languages, time zones, plans, places, prices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Outline:
    """A customer; # in a telephone number is a digit that depends on the seed.

    ``lines`` are what his first numbers are called, ``own_status`` a status that he made himself: name and colour.
    """

    name: str
    login: str
    user_name: str
    description: str
    timezone: str
    lang: str
    people: tuple[tuple[str, str, str | None], ...]
    numbers: int
    line: str
    mobile: str
    teams: tuple[str, ...]
    groups: tuple[str, ...]
    positions: tuple[str, ...]
    own_status: tuple[str, str]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where free numbers are: region mnemonic, its name, and the form of a number."""

    mnemonic: str
    name: str
    line: str


@dataclass(frozen=True, slots=True)
class Price:
    """What a number of a category costs: once, a month, and at least in a month."""

    onetime: float
    monthly: float
    minimum: float


OUTLINES: Final = (
    Outline(
        name="Северный ветер",
        login="north",
        user_name="Анна Ветрова",
        description="Доставка по Москве и области",
        timezone="Europe/Moscow",
        lang="ru",
        people=(
            ("Ветрова", "Анна", "Сергеевна"),
            ("Соколов", "Илья", "Петрович"),
            ("Ёлкина", "Дарья", None),
            ("Morrison", "Kate", None),
            ("Жуков", "Пётр", "Ильич"),
            ("O'Neill", "Sean", "Patrick"),
        ),
        numbers=5,
        line="7495000####",
        mobile="7900000####",
        teams=("Продажи", "Поддержка", "Night shift"),
        groups=("Москва", "Санкт-Петербург", "Доставка", "Website", "Партнёры", "Reserve"),
        positions=("Руководитель", "Оператор"),
        own_status=("Обучение", "#00838F"),
        lines=("Основной", "Сайт", "Партнёры"),
    ),
    Outline(
        name="Bluebird Travel",
        login="bluebird",
        user_name="Grace Hill",
        description="Rail and air tickets",
        timezone="Europe/London",
        lang="en",
        people=(("Hill", "Grace", None), ("Brontë", "Arthur", "James"), ("Иванова", "Мария", "Олеговна")),
        numbers=3,
        line="442079460###",
        mobile="447700900###",
        teams=("Bookings",),
        groups=("London", "Rail & Air", "Русская линия"),
        positions=("Manager", "Agent"),
        own_status=("Training", "#00838F"),
        lines=("Front desk", "Website"),
    ),
    Outline(
        name="Tausend Linien",
        login="linien",
        user_name="Jürgen Groß",
        description="Many campaigns, a group of numbers for each",
        timezone="Europe/Berlin",
        lang="en",
        people=(
            ("Groß", "Jürgen", None),
            ("Ünal", "Çağla", None),
            ("Шмидт", "Ольга", "Викторовна"),
            ("Nowak", "Zoë", None),
            ("Keller", "Max", "Otto"),
        ),
        numbers=4,
        line="493023125###",
        mobile="4917139200##",
        teams=("Vertrieb", "Второй уровень"),
        groups=(),
        positions=("Leitung", "Vertrieb"),
        own_status=("Schulung", "#00838F"),
        lines=("Zentrale", "Werbung"),
    ),
)
CAMPAIGNS: Final = ("Sommer", "Winter", "Radio", "Плакат", "Messe", "Рассылка", "Kino", "Витрина")

PLANS: Final = ("Start", "Office", "Unlimited")
"""Names of the agent's tariff plans; all his customers are on the second."""

PLACES: Final = (
    Place("moscow", "Москва", "7495000####"),
    Place("saint_petersburg", "Санкт-Петербург", "7812000####"),
    Place("london", "London", "442079460###"),
    Place("berlin", "Berlin", "493023125###"),
)
SHELF: Final = ("usual", "usual", "bronze", "silver", "gold")
"""Categories of the free numbers of each place."""

PRICES: Final = {
    "usual": Price(0, 5, 0),
    "bronze": Price(15, 7.5, 0),
    "silver": Price(50, 10, 5),
    "gold": Price(150, 25, 15),
    "platinum": Price(500, 60, 40),
}
CONNECTED: Final = ("gold", "usual", "silver", "usual", "platinum")
"""Categories of a customer's numbers, in their order."""
