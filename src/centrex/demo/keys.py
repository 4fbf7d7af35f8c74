"""Keys of the demo world that are needed without the world."""

from __future__ import annotations

from random import Random

from centrex.access.secrets import new_key


def ingest_key_of(seed: int) -> str:
    """The key of the first customer's PBX engine."""
    return new_key(Random(f"ingest {seed}").choice)
