"""Every page is valid HTML: html-validate, as npm installs it, reads them all at once."""

import json
import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings
from django.db import transaction

from igot.local.node import node
from tests.architecture.test_languages import browser, pages_of

VALIDATE = Path(settings.BASE_DIR) / "static" / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
# What the standard asks, and names for everything a screen reader reaches; not which of two right ways to write it.
RULES = {
    "root": True,
    "extends": ["html-validate:standard", "html-validate:a11y"],
    "rules": {
        "no-redundant-for": "off",
        # It does not see a button that stands elsewhere and names its form.
        "wcag/h32": "off",
        "prefer-native-element": "off",
    },
}


def test_every_page_is_valid_html(world: SimpleNamespace, tmp_path: Path) -> None:
    paths: dict[str, str] = {}
    browsers: dict[object, object] = {}
    for language in ("en", "hi"):
        for path, user in pages_of(world):
            client = browsers.setdefault((user, language), browser(user, language))
            with transaction.atomic():
                response = client.get(path, follow=True)  # type: ignore[attr-defined]
                transaction.set_rollback(True)
            if response["Content-Type"].startswith("text/html") and "swagger" not in response.content.decode():
                file = tmp_path / f"{len(paths)}.html"
                file.write_bytes(response.content)
                paths[str(file)] = f"{path} ({language})"
    (tmp_path / ".htmlvalidate.json").write_text(json.dumps(RULES))
    report = tmp_path / "report.json"
    command = [*node(), str(VALIDATE), "--formatter", f"json={report}", *paths]
    said = subprocess.run(command, cwd=tmp_path, env=os.environ, capture_output=True, text=True, check=False)
    assert len(paths) > 120
    assert report.exists(), said.stderr
    wrong = [
        f"{paths[page['filePath']]}: {each['ruleId']}, line {each['line']}: {each['message']}"
        for page in json.loads(report.read_text())
        for each in page["messages"]
    ]
    assert not wrong, "\n".join(wrong)
