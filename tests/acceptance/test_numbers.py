"""What may be read of numbers: the free ones of the pool, their categories, the countries' prefixes."""

from __future__ import annotations

from typing import Any

from centrex.engine.new_number import NewNumber
from tests.acceptance.numbers import FREE, GOLD, PLAIN, SILVER
from tests.served import Served


async def test_free_numbers_are_everybodys_to_see_with_their_prices(served: Served, ids: dict[str, int]) -> None:
    world = served.world
    own = await served.call(FREE, world.a.user.key)
    assert own.total == 3
    assert list(own.data[0].items()) == [
        ("category", "gold"),
        ("min_charge", 12.25),
        ("phone_number", "74951110001"),
        ("location_name", "Москва"),
        ("monthly_charge", 300.0),
        ("onetime_payment", 1500.5),
        ("location_mnemonic", "moscow"),
    ]
    assert own.data[2]["location_name"] is own.data[2]["location_mnemonic"] is None
    assert (await served.call(FREE, world.south.key, {"user_id": world.c.user.id})).data == own.data


FOUND: list[tuple[dict[str, Any], list[NewNumber]]] = [
    ({"filter": {"field": "category", "operator": "in", "value": ["gold", "silver"]}}, [GOLD, SILVER]),
    ({"filter": {"field": "location_mnemonic", "operator": "=", "value": "spb"}}, [SILVER]),
    ({"filter": {"field": "location_mnemonic", "operator": "=", "value": None}}, [PLAIN]),
    ({"filter": {"field": "location_mnemonic", "operator": "=", "value": "nowhere"}}, []),
    ({"filter": {"field": "phone_number", "operator": "like", "value": "7%1"}}, [GOLD]),
    ({"sort": [{"field": "phone_number"}]}, [PLAIN, GOLD, SILVER]),
    ({"sort": [{"field": "category", "order": "desc"}], "limit": 1}, [PLAIN]),
    ({"sort": [{"field": "location_name"}], "offset": 1}, [SILVER, PLAIN]),
]


async def test_free_numbers_are_filtered_sorted_and_paged(served: Served, ids: dict[str, int]) -> None:
    for params, found in FOUND:
        answer = await served.call(FREE, served.world.a.user.key, params)
        assert [row["phone_number"] for row in answer.data] == [new.number for new in found], params


UNASKABLE: list[tuple[dict[str, Any], str]] = [
    ({"filter": {"field": "location_name", "operator": "=", "value": "x"}}, "filter_prohibited"),
    ({"filter": {"field": "category", "operator": "=", "value": "rusty"}}, "invalid_parameter_value"),
    ({"filter": {"field": "location_mnemonic", "operator": "=", "value": 5}}, "data_type_error"),
    ({"filter": {"field": "location_mnemonic", "operator": "like", "value": "s%"}}, "invalid_parameter_value"),
    ({"sort": [{"field": "monthly_charge"}]}, "sort_prohibited"),
    ({"fields": ["customer_id"]}, "unexpected_parameters"),
]


async def test_what_cannot_be_asked_of_free_numbers_is_refused(served: Served, ids: dict[str, int]) -> None:
    for params, mnemonic in UNASKABLE:
        assert (await served.call(FREE, served.world.a.user.key, params)).mnemonic == mnemonic, params


CATEGORIES = "get.number_capacity_categories"


PREFIXES = "get.country_phone_prefixes"


async def test_categories_of_numbers_are_the_same_for_everybody(served: Served) -> None:
    world = served.world
    names = ["usual", "bronze", "silver", "gold", "platinum"]
    answer = await served.call(CATEGORIES, world.a.user.key)
    assert answer.data == [{"id": identifier, "name": name} for identifier, name in enumerate(names, 1)]
    by_agent = {"user_id": world.c.user.id, "sort": [{"field": "name"}], "limit": 2}
    sorted_ = await served.call(CATEGORIES, world.south.key, by_agent)
    assert (sorted_.total, [row["name"] for row in sorted_.data]) == (5, ["bronze", "gold"])
    by_name = {"filter": {"field": "name", "operator": "=", "value": "gold"}, "fields": ["id"]}
    assert (await served.call(CATEGORIES, world.d.user.key, by_name)).data == [{"id": 4}]


async def test_a_dialling_prefix_has_a_row_for_each_of_its_countries(served: Served) -> None:
    key = served.world.a.user.key
    every = await served.call(PREFIXES, key)
    pairs = [(row["prefix"], row["country"]) for row in every.data]
    assert every.total == len(pairs) == len(set(pairs)) == 244
    assert pairs == sorted(pairs)
    assert all(prefix.isdigit() and len(prefix) <= 3 and len(country) == 2 for prefix, country in pairs)
    seven = {"filter": {"field": "prefix", "operator": "=", "value": "7"}}
    assert (await served.call(PREFIXES, key, seven)).data == [
        {"prefix": "7", "country": "KZ"},
        {"prefix": "7", "country": "RU"},
    ]
    known = {"filter": {"field": "country", "operator": "in", "value": ["DE", "LV", "ZZ"]}, "fields": ["prefix"]}
    assert (await served.call(PREFIXES, key, known)).data == [{"prefix": "371"}, {"prefix": "49"}]
    latest = {"sort": [{"field": "country", "order": "desc"}], "limit": 1}
    assert (await served.call(PREFIXES, key, latest)).data == [{"prefix": "263", "country": "ZW"}]
    assert (await served.call(PREFIXES, key, {"fields": ["prefixe"]})).mnemonic == "unexpected_parameters"


async def test_dialling_prefixes_need_the_component_for_configuration(served: Served) -> None:
    world = served.world
    await world.accounts.set_components(world.a.id, ["data_api"])
    answer = await served.call(PREFIXES, world.a.user.key)
    assert (answer.error["code"], answer.error["data"]["params"]) == (-32008, {"components": "data_api_config"})
    assert (await served.call(CATEGORIES, world.a.user.key)).total == 5
