"""How heavy the explorer is: ``python -m benchmarks.explorer_weight`` lists its files and fails above the limit."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Final

from centrex.web.explorer.files import all_files

LIMIT: Final = 300 * 1024
"""Bytes, with gzip, of everything that a browser may fetch: descriptions and all languages too."""


def weights() -> Mapping[str, int]:
    """Bytes on the wire by the name of the file."""
    return {name: len(file.zipped) for name, file in all_files().items()}


def weight() -> int:
    """Bytes on the wire of all files together."""
    return sum(weights().values())


def main() -> None:
    for name, size in sorted(weights().items(), key=lambda entry: -entry[1]):
        print(f"{size:8,}  {name}")
    print(f"{weight():8,}  of {LIMIT:,}")
    sys.exit(weight() > LIMIT)


if __name__ == "__main__":
    main()
