"""The table of settings in docs/configuration.md, written from the settings themselves."""

import json
import os
import subprocess
from typing import Any

from igot.local.check import DUMMY, production_settings
from igot.local.places import PYTHON, ROOT

DOCUMENT = ROOT / "docs" / "configuration.md"
BEGIN, END = "<!-- settings: begin -->", "<!-- settings: end -->"
QUESTION = """
import importlib, json, os
importlib.import_module(os.environ["DJANGO_SETTINGS_MODULE"])
from igot.settings import env
print(json.dumps([[v.name, v.kind, None if v.default is env.REQUIRED else v.default, v.default is env.REQUIRED, v.about]
                  for v in env.VARIABLES.values()]))
"""


def variables(module: str = "igot.settings.production") -> list[dict[str, Any]]:
    """Every environment variable a settings module reads: name, kind, default, required, about."""
    environment = {**os.environ, **DUMMY, **production_settings(), "DJANGO_SETTINGS_MODULE": module}
    # What this machine happens to set would otherwise show up as a default.
    environment.pop("VAR_DIR", None)
    asked = subprocess.run(
        [PYTHON, "-c", QUESTION], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    names = ("name", "kind", "default", "required", "about")
    return [dict(zip(names, row, strict=True)) for row in json.loads(asked.stdout)]


def table() -> str:
    """The table in Markdown, in the order the settings are read."""
    rows = ["| variable | kind | in production | meaning |", "|---|---|---|---|"]
    rows += [f"| `{each['name']}` | {each['kind']} | {_default(each)} | {each['about']} |" for each in variables()]
    return "\n".join(rows)


def _default(variable: dict[str, Any]) -> str:
    if variable["required"]:
        return "**required**"
    value = variable["default"]
    if isinstance(value, bool):
        return "`1`" if value else "`0`"
    if isinstance(value, list):
        value = ",".join(value)
    text = str(value).replace(str(ROOT), "").lstrip("/") if value not in (None, "") else ""
    return f"`{text}`" if text else "empty"


def current() -> str:
    """The table as the document has it now."""
    return DOCUMENT.read_text().partition(BEGIN)[2].partition(END)[0].strip()


def write() -> None:
    """Put the table into the document."""
    before, _, rest = DOCUMENT.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    DOCUMENT.write_text(f"{before}{BEGIN}\n{table()}\n{END}{after}")
