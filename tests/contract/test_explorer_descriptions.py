"""What the explorer is told of both dialects is what the catalogue says; each sentence has a translation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest

from centrex.catalogue import Operation
from centrex.dialects.dataapi import explorer as data_api
from centrex.dialects.dataapi.methods import DISCOVER, METHODS
from centrex.dialects.ringme import explorer as ringme
from centrex.dialects.ringme import openapi
from centrex.dialects.ringme.routes import NoRoute, match
from centrex.i18n import described
from centrex.query.filters import operators
from centrex.web.explorer.things import THINGS

DATA_API: Final[dict[str, Any]] = json.loads(data_api.description())
RINGME: Final[dict[str, Any]] = json.loads(ringme.description())


def methods_of(description: dict[str, Any]) -> list[dict[str, Any]]:
    return [method for thing in description["things"] for method in thing["methods"]]


BY_NAME: Final = {method["name"]: method for method in methods_of(DATA_API)}
LISTS: Final = [operation for operation in METHODS.values() if operation.verb == "get"]


def test_every_method_of_the_data_api_stands_there_once() -> None:
    assert sorted(method["name"] for method in methods_of(DATA_API)) == sorted([*METHODS, DISCOVER])


@pytest.mark.parametrize("operation", LISTS, ids=lambda operation: operation.name)
def test_a_method_has_the_fields_of_its_face_with_their_marks(operation: Operation) -> None:
    assert operation.face
    told = {field["name"]: field for field in BY_NAME[operation.name]["fields"]}
    assert list(told) == list(operation.face.fields)
    for name, show in operation.face.fields.items():
        offered = told[name]["filter"]
        assert set(offered) == (operators(show.type) if show.filter else set()), name
        assert (told[name]["sort"], told[name]["default"]) == (show.sort, show.default), name
        assert told[name].get("values", []) == list(show.type.values), name


@pytest.mark.parametrize("operation", METHODS.values(), ids=lambda operation: operation.name)
def test_a_method_has_the_parameters_of_its_operation(operation: Operation) -> None:
    told = BY_NAME[operation.name]
    assert [each["name"] for each in told["params"]] == [param.name for param in operation.params]
    assert [each["required"] for each in told["params"]] == [param.required for param in operation.params]
    assert told["user_id"] == operation.takes_user_id


def test_every_request_of_the_ringme_api_stands_there_once() -> None:
    documented = {
        (method.upper(), path, each["operationId"])
        for path, methods in openapi.described()["paths"].items()
        for method, each in methods.items()
    }
    told = [(each["method"], each["path"], each["name"]) for each in methods_of(RINGME)]
    assert sorted(told) == sorted(documented)


def test_a_request_has_the_parameters_of_its_description() -> None:
    paths = openapi.described()["paths"]
    for told in methods_of(RINGME):
        wanted = paths[told["path"]][told["method"].lower()].get("parameters", [])
        names = [each["name"] for each in (*told["path_params"], *told["query"])]
        assert names == [each["name"] for each in wanted], told["name"]


def test_what_is_not_provided_is_no_method_that_is() -> None:
    assert not set(DATA_API["not_provided"]) & set(METHODS)
    for path in RINGME["not_provided"]:
        method, _, rest = path.rpartition(" ")
        with pytest.raises(NoRoute) as nothing:
            match(method or "GET", rest.replace("{id}", "1"))
        assert nothing.value.documented


def test_every_thing_of_the_descriptions_has_one_title() -> None:
    named = [name for names in THINGS.values() for name in names]
    told = {thing["name"] for description in (DATA_API, RINGME) for thing in description["things"]}
    assert sorted(named) == sorted(told)


def sentences(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from [value["doc"]] if isinstance(value.get("doc"), str) else ()
        for inner in value.values():
            yield from sentences(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from sentences(inner)


def test_every_sentence_has_a_russian_translation_and_none_is_left_over() -> None:
    assert sorted({*sentences(DATA_API), *sentences(RINGME)} ^ described("ru").keys()) == []
    assert all(described("ru").values())
