"""The error of a catalogue that is wrong."""

from __future__ import annotations


class CatalogueError(Exception):
    """The catalogue contradicts itself; the program cannot start."""
