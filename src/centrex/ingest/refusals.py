"""What an adapter says of a report that it cannot read: where it stands, which field, and why."""

from __future__ import annotations


class ReportRefused(ValueError):
    """A report that cannot be read.

    ``field`` is the engine's own name of the field, or ``body``; ``reason`` is a few words in English; ``place`` counts
    lines of a file and elements of an array from 1, None where there is but one.
    """

    def __init__(self, field: str, reason: str, place: int | None = None) -> None:
        super().__init__(f"{field}: {reason}" if place is None else f"{place}: {field}: {reason}")
        self.field = field
        self.reason = reason
        self.place = place

    def at(self, place: int) -> ReportRefused:
        """The same refusal with its place."""
        return ReportRefused(self.field, self.reason, place)
