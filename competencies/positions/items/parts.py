"""What the contents of roles, positions and resources share: texts, codes, lists of requirements."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from competencies.framework.items import Content, Problems
from competencies.framework.models import Competency, Status
from competencies.framework.queries import by_codes
from competencies.positions.models import Requirement

Say = Callable[[str, str], None]


def collector() -> tuple[Problems, Say]:
    """A list of problems by field, and what writes into it."""
    wrong: Problems = {}

    def say(field: str, text: str) -> None:
        wrong.setdefault(field, []).append(text)

    return wrong, say


def hindi(item: Any, *fields: str) -> dict[str, str]:
    """The Hindi texts of a row as its content names them."""
    texts = item.translations.get("hi", {})
    return {f"{field}_hi": texts.get(field, "") for field in fields}


def translations(content: Mapping[str, Any], held: Any, *fields: str) -> dict[str, Any]:
    """A row's translations with the Hindi of the content; other languages stay."""
    texts = {field: str(content[f"{field}_hi"]).strip() for field in fields if content.get(f"{field}_hi")}
    kept = {**(held.translations if held is not None else {}), "hi": texts}
    return {language: found for language, found in kept.items() if found}


def check_texts(content: Content, limits: Mapping[str, int], needed: Iterable[str], say: Say) -> None:
    """What has to be filled is; nothing is too long."""
    for field in needed:
        if not str(content.get(field) or "").strip():
            say(field, _("Fill this in."))
    for field, most in limits.items():
        if len(str(content.get(field) or "")) > most:
            say(field, _("At most %(most)s characters.") % {"most": most})


def check_code(content: Content, item: Any, model: Any, say: Say) -> None:
    """A code leads to one item, for life."""
    code = str(content.get("code") or "").strip()
    if item is not None and code != item.code:
        say("code", _("An item keeps its code for life."))
    others = model.objects.filter(code__iexact=code)
    if code and (others.exclude(pk=item.pk) if item is not None else others).exists():
        say("code", _("“%(code)s” is another item's code.") % {"code": code})


def requirements_of(rows: Iterable[Requirement]) -> list[dict[str, Any]]:
    """Requirements as a content lists them."""
    found = [{"competency": row.competency.code, "level": row.level, "criticality": row.criticality} for row in rows]
    return sorted(found, key=lambda row: (-row["criticality"], row["competency"]))


def check_requirements(content: Content, say: Say) -> None:
    """Each competency is in force and stands there once, at a level of its scale."""
    rows = content.get("requirements") or []
    competencies = by_codes({str(row.get("competency")) for row in rows})
    levels = levels_of(competencies.values())
    met: set[str] = set()
    for row in rows:
        code = str(row.get("competency") or "")
        if code not in competencies:
            say("requirements", _("“%(code)s” is not a competency in force.") % {"code": code})
        elif row.get("level") not in levels[code]:
            text = _("%(code)s: level %(level)s is not on its scale.")
            say("requirements", text % {"code": code, "level": row.get("level")})
        if row.get("criticality") not in Requirement.Criticality.values:
            say("requirements", _("%(code)s: choose useful, important or critical.") % {"code": code})
        if code in met:
            say("requirements", _("%(code)s stands there twice.") % {"code": code})
        met.add(code)


def levels_of(competencies: Iterable[Competency]) -> dict[str, set[int]]:
    """The numbers of the levels of each competency's scale, by the competency's code."""
    found = Competency.objects.filter(pk__in=[competency.pk for competency in competencies])
    levels: dict[str, set[int]] = {}
    for code, number in found.values_list("code", "scale__levels__number"):
        levels.setdefault(code, set()).add(number)
    return levels


def write_requirements(owner: dict[str, Any], rows: Iterable[Mapping[str, Any]]) -> None:
    """Make the item's own requirements what the content says; what organisations added stays."""
    wanted = {str(row["competency"]): row for row in rows}
    competencies = by_codes(wanted)
    mine = Requirement.objects.filter(**owner, organisation=None, order=None)
    mine.exclude(competency__in=[found.pk for found in competencies.values()]).delete()
    for code, competency in competencies.items():
        values = {"level": wanted[code]["level"], "criticality": wanted[code]["criticality"]}
        Requirement.objects.update_or_create(
            **owner, organisation=None, order=None, competency=competency, starts_on=None, defaults=values
        )


def requirement_lines(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Requirements in words, for pages and diffs."""
    listed = list(rows)
    codes = {str(row.get("competency")) for row in listed}
    known = Competency.objects.filter(code__in=codes, status__in=[Status.APPROVED, Status.RETIRED])
    names = {found.code: str(found) for found in known.order_by("version")}
    weights = {int(value): str(label) for value, label in Requirement.Criticality.choices}
    return [
        _("%(competency)s: level %(level)s, %(criticality)s")
        % {
            "competency": names.get(str(row.get("competency")), str(row.get("competency"))),
            "level": row.get("level"),
            "criticality": weights.get(row.get("criticality") or 0, ""),
        }
        for row in listed
    ]
