"""Draws docs/images/demo.svg: what `centrex demo` says, the README's request, and its answer. Run by `make picture`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from urllib.request import Request, urlopen

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.syntax import Syntax
from rich.text import Text

HERE = Path(__file__).parent
CENTREX = Path(sys.executable).with_name("centrex")


def main() -> None:
    console = Console(record=True, width=118, file=StringIO())
    with subprocess.Popen([CENTREX, "demo"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as demo:
        assert demo.stdout is not None
        said = []
        for line in demo.stdout:
            said.append(line.rstrip())
            if line.startswith("curl"):
                break
        answer = ask(said[-1])
        demo.terminate()
    console.print(Text("$ make demo", style="bold green"))
    console.print(Text("\n".join(said[:-1])))
    console.print(Text("$ " + re.sub(r" -d ", " \\\n    -d ", said[-1]), style="bold green"))
    console.print(Syntax(shortened(answer), "json", theme="ansi_dark", background_color="default"))
    picture = console.export_svg(
        title="Centrex", code_format=re.sub(r"@font-face \{\{.+?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    )
    (HERE / "images" / "demo.svg").write_text(picture, encoding="utf-8")


def ask(curl: str) -> dict[str, object]:
    """The answer to the printed request."""
    found = re.search(r"(http\S+) -d '(.+)'", curl)
    assert found, curl
    url, body = found.groups()
    with urlopen(Request(url, body.encode(), method="POST")) as answer:
        parsed: dict[str, object] = json.loads(answer.read())
    return parsed


def shortened(answer: dict[str, object]) -> str:
    """The first group of the answer and its metadata."""
    result = answer["result"]
    assert isinstance(result, dict)
    result["data"] = result["data"][:1]
    text = json.dumps(answer, ensure_ascii=False, indent=2)
    return re.sub(r"\{\s+(\"id\"[^{}\[\]]+?)\s+\}", lambda found: "{" + re.sub(r"\s+", " ", found[1]) + "}", text)


if __name__ == "__main__":
    main()
