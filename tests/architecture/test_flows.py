"""What `docs/flows.md` names exists."""

import importlib
import re
from pathlib import Path

from django.conf import settings

from igot.journal.facts import Fact

TEXT = (Path(settings.BASE_DIR) / "docs" / "flows.md").read_text("utf-8")


def test_every_dotted_name_leads_somewhere() -> None:
    lost = []
    for name in set(re.findall(r"`((?:igot|competencies|assessments|courses|capacity_plans)(?:\.\w+)+)`", TEXT)):
        parts = name.split(".")
        for length in range(len(parts), 0, -1):
            try:
                found = importlib.import_module(".".join(parts[:length]))
            except ModuleNotFoundError:
                continue
            for part in parts[length:]:
                found = getattr(found, part, None)
            lost += [name] if found is None else []
            break
        else:
            lost.append(name)
    assert not lost, lost


def test_every_fact_is_published_under_its_name() -> None:
    known = {kind.rpartition(".")[2] for kind in Fact.kinds}
    named = {word for line in TEXT.splitlines() if "publishes" in line for word in re.findall(r"`([A-Z]\w+)`", line)}
    assert named and named <= known, named - known
