"""What was moved in a group, kept in the address of the next page so that it can be undone there.

The address carries a seal that only the same browser's server can make: a link from elsewhere offers nothing to undo.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from centrex.web.console.groups import Members
from centrex.web.visit import Visit

SEAL: Final = "seal"


@dataclass(frozen=True, slots=True)
class Moved:
    """A member that was put in or taken out; ``back`` is the group from which it came, if any."""

    deed: str
    field: str
    member: str
    back: str

    def address(self, visit: Visit) -> str:
        """The query of the next page."""
        return f"?{self._told()}&{SEAL}={self._seal(visit)}"

    def is_ours(self, visit: Visit) -> bool:
        """Whether the address of this page was made here, for this browser."""
        return hmac.compare_digest(visit.query.get(SEAL, "").encode(), self._seal(visit).encode())

    def name(self, members: list[Members]) -> str | None:
        """What the member is called, while it still stands where it was moved to."""
        of_field = next((each for each in members if each.field == self.field), None)
        if of_field is None:
            return None
        there = of_field.inside if self.deed == "put" else of_field.outside
        return next((name for member, name in there if str(member) == self.member), None)

    def _told(self) -> str:
        return urlencode({"deed": self.deed, "field": self.field, "member": self.member, "back": self.back})

    def _seal(self, visit: Visit) -> str:
        return hmac.new(visit.csrf.encode(), f"{visit.path}?{self._told()}".encode(), hashlib.sha256).hexdigest()[:32]


def moved_in(visit: Visit) -> Moved | None:
    """What the address of this page says was moved, if it is ours."""
    moved = Moved(*(visit.query.get(name, "") for name in ("deed", "field", "member", "back")))
    return moved if moved.is_ours(visit) else None
