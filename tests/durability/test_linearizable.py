"""The judge of histories against a trial of every order, on small histories made by chance."""

from __future__ import annotations

import random
from itertools import permutations

from tests.durability.linearizable import NEVER, Deed, disorder


def explained(deeds: list[Deed], first: str) -> bool:
    """Whether some order of all deeds, or of all but writes of unknown outcome, explains the reads."""
    unknown = [deed for deed in deeds if deed.ended == NEVER]
    for left_out in range(2 ** len(unknown)):
        absent = [deed for bit, deed in enumerate(unknown) if left_out >> bit & 1]
        some = [deed for deed in deeds if deed not in absent]
        if any(is_explanation(order, first) for order in permutations(some)):
            return True
    return False


def is_explanation(order: tuple[Deed, ...], first: str) -> bool:
    value = first
    for place, deed in enumerate(order):
        if any(later.ended < deed.began for later in order[place + 1 :]):
            return False
        if deed.is_write:
            value = deed.value
        elif deed.value != value:
            return False
    return True


def history(chance: random.Random) -> list[Deed]:
    """Few deeds at moments of their own, so that none ends as another begins."""
    moments = list(range(100))
    chance.shuffle(moments)
    deeds = []
    for number in range(chance.randint(1, 3)):
        began, ended = sorted((moments.pop(), moments.pop()))
        deeds.append(Deed(f"v{number}", True, began, NEVER if chance.random() < 0.2 else ended))
    for _ in range(chance.randint(1, 3)):
        began, ended = sorted((moments.pop(), moments.pop()))
        deeds.append(Deed(chance.choice(["first", *(deed.value for deed in deeds)]), False, began, ended))
    return deeds


def test_it_agrees_with_a_trial_of_every_order() -> None:
    chance = random.Random(1)
    told = {True: 0, False: 0}
    for _ in range(400):
        deeds = history(chance)
        is_in_order = explained(deeds, "first")
        assert (not disorder(deeds, "first")) is is_in_order, deeds
        told[is_in_order] += 1
    assert min(told.values()) > 50, told


def test_a_value_that_nobody_wrote_is_found() -> None:
    assert disorder([Deed("x", False, 1, 2)], "first") == ["x was read, and never written"]
