"""A competency as an item of the dictionary: how its content looks, what may be wrong with it, how it is written."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from competencies.framework.items import Content, Problems, uses_of
from competencies.framework.models import Alias, Competency, Descriptor, Node, Revision, Scale, Status

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

TEXTS = {"code": 40, "name": 160, "name_hi": 160, "definition": 4000, "definition_hi": 4000}


def blank(organisation: "Organisation") -> Content:
    """A new competency on the scale that most competencies use."""
    scale = Scale.objects.prefetch_related("levels").order_by("pk").first()
    numbers = [level.number for level in scale.levels.all()] if scale is not None else []
    texts: Content = dict.fromkeys(TEXTS, "")
    return {
        **texts,
        "kind": Competency.Kind.FUNCTIONAL,
        "scale": scale.code if scale is not None else "",
        "node": "",
        "descriptors": [{"level": number, "text": "", "text_hi": ""} for number in numbers],
        "aliases": [],
    }


def snapshot(competency: Competency) -> Content:
    """The wording in force."""
    hindi = competency.translations.get("hi", {})
    return {
        "code": competency.code,
        "kind": competency.kind,
        "name": competency.name,
        "definition": competency.definition,
        "scale": competency.scale.code,
        "node": competency.node.code if competency.node is not None else "",
        "descriptors": [
            {"level": row.level, "text": row.text, "text_hi": row.translations.get("hi", {}).get("text", "")}
            for row in competency.descriptors.all()
        ],
        "name_hi": hindi.get("name", ""),
        "definition_hi": hindi.get("definition", ""),
        "aliases": sorted(competency.aliases.values_list("name", flat=True), key=str.casefold),
    }


def check(content: Content, organisation: "Organisation", item: Competency | None) -> Problems:
    """Everything that is wrong with a wording, by field."""
    wrong: Problems = {}

    def say(field: str, text: str) -> None:
        wrong.setdefault(field, []).append(text)

    for field in ("code", "name", "definition"):
        if not str(content.get(field) or "").strip():
            say(field, _("Fill this in."))
    for field, most in TEXTS.items():
        if len(str(content.get(field) or "")) > most:
            say(field, _("At most %(most)s characters.") % {"most": most})
    if content.get("kind") not in Competency.Kind.values:
        say("kind", _("Choose behavioural, functional or domain."))
    scale = Scale.objects.filter(code=content.get("scale") or "").first()
    if scale is None:
        say("scale", _("Choose a scale that is on the list."))
    else:
        _check_descriptors(content, set(scale.levels.values_list("number", flat=True)), say)
    if content.get("node") and not Node.objects.filter(code=content["node"]).exists():
        say("node", _("“%(code)s” is not in the tree of themes.") % {"code": content["node"]})
    if item is not None:
        if content.get("code") != item.code:
            say("code", _("An item keeps its code for life."))
        if scale is not None and scale.pk != item.scale_id:
            _check_scale_is_free(item, say)
    _check_names(content, item, say)
    return wrong


def _check_descriptors(content: Content, levels: set[int], say: Any) -> None:
    rows = content.get("descriptors") or []
    written = [row.get("level") for row in rows if str(row.get("text") or "").strip()]
    for number in sorted(levels - set(written)):
        say("descriptors", _("Level %(level)s: say what it looks like.") % {"level": number})
    for number in sorted({row.get("level") for row in rows} - levels, key=str):
        say("descriptors", _("Level %(level)s is not on the scale.") % {"level": number})
    if len(written) != len(set(written)):
        say("descriptors", _("A level stands there twice."))
    if any(len(str(row.get(field) or "")) > 4000 for row in rows for field in ("text", "text_hi")):
        say("descriptors", _("At most %(most)s characters.") % {"most": 4000})


def _check_scale_is_free(item: Competency, say: Any) -> None:
    bound = [str(use.label) for use in uses_of(Revision.Kind.COMPETENCY) if use.binds_scale and use.count(item)]
    if bound:
        say(
            "scale",
            _(
                "The scale cannot change: levels on it are already used (%(uses)s). Make a new competency that "
                "takes this one's place, and link the two in the crosswalk."
            )
            % {"uses": ", ".join(bound)},
        )


def _check_names(content: Content, item: Competency | None, say: Any) -> None:
    """A code, a name and another spelling lead to one competency only. What the item is called already is not asked
    again: a framework taken in from elsewhere may call its own the same, and blocks no new version here.
    """
    itself = item.pk if item is not None else 0
    others = Competency.objects.filter(status=Status.APPROVED).exclude(pk=itself)
    code, name = str(content.get("code") or "").strip(), str(content.get("name") or "").strip()
    if code and Competency.objects.filter(code__iexact=code).exclude(pk=itself).exists():
        say("code", _("“%(code)s” is another competency's code.") % {"code": code})
    spellings = [str(alias).strip() for alias in content.get("aliases") or []]
    kept = {item.name, *item.aliases.values_list("name", flat=True)} if item is not None else set()
    wanted = {text.casefold() for text in (name, *spellings) if text} - {text.casefold() for text in kept}
    taken = {
        found.casefold(): found
        for found in others.annotate(plain=Lower("name")).filter(plain__in=wanted).values_list("name", flat=True)
    }
    elsewhere = Alias.objects.filter(competency__status=Status.APPROVED).annotate(plain=Lower("name"))
    elsewhere = elsewhere.filter(plain__in=wanted).exclude(competency=itself)
    used = {alias.name.casefold(): str(alias.competency) for alias in elsewhere.select_related("competency")}
    if name.casefold() in taken:
        say("name", _("Another competency is called “%(name)s”. Merge the two, or tell them apart.") % {"name": name})
    elif name.casefold() in used:
        text = _("“%(name)s” is another spelling of “%(other)s”. Take it off there first, or choose another name.")
        say("name", text % {"name": name, "other": used[name.casefold()]})
    met: set[str] = set()
    for spelling in spellings:
        plain = spelling.casefold()
        if plain in taken:
            text = _("“%(alias)s” is the name of another competency: this spelling would make the two one. Merge them.")
            say("aliases", text % {"alias": taken[plain]})
        elif plain in used:
            text = _("“%(alias)s” is already another spelling of “%(other)s”: one spelling leads to one competency.")
            say("aliases", text % {"alias": spelling, "other": used[plain]})
        if plain == name.casefold() or plain in met:
            say("aliases", _("“%(alias)s” stands there twice.") % {"alias": spelling})
        if len(spelling) > 160:
            say("aliases", _("At most %(most)s characters.") % {"most": 160})
        met.add(plain)


def apply(revision: Revision, at: datetime) -> Competency:
    """Write an approved wording into the competency."""
    content = revision.content
    hindi = {field: content.get(f"{field}_hi") for field in ("name", "definition") if content.get(f"{field}_hi")}
    held = Competency.objects.filter(public_id=revision.item_id).first()
    translations = {**(held.translations if held is not None else {}), "hi": hindi}
    values = {
        "version": revision.version,
        "kind": content["kind"],
        "name": content["name"].strip(),
        "definition": content["definition"].strip(),
        "scale": Scale.objects.get(code=content["scale"]),
        "node": Node.objects.filter(code=content.get("node") or "").first(),
        "status": Status.APPROVED,
        "translations": {language: texts for language, texts in translations.items() if texts},
    }
    fixed = {"code": content["code"].strip(), "organisation": revision.organisation}
    competency, _new = Competency.objects.update_or_create(
        public_id=revision.item_id, defaults=values, create_defaults={**fixed, **values}
    )
    _write_descriptors(competency, content["descriptors"])
    wanted = {alias.strip() for alias in content.get("aliases") or [] if alias.strip()}
    present = set(competency.aliases.values_list("name", flat=True))
    competency.aliases.filter(~Q(name__in=wanted)).delete()
    Alias.objects.bulk_create(Alias(name=name, competency=competency) for name in sorted(wanted - present))
    return competency


def _write_descriptors(competency: Competency, rows: list[dict[str, Any]]) -> None:
    """The levels keep their other languages."""
    before = {row.level: row.translations for row in competency.descriptors.all()}
    competency.descriptors.all().delete()
    made = []
    for row in rows:
        texts = {**before.get(row["level"], {}), "hi": {"text": row["text_hi"]} if row.get("text_hi") else {}}
        kept = {language: found for language, found in texts.items() if found}
        made.append(Descriptor(competency=competency, level=row["level"], text=row["text"].strip(), translations=kept))
    Descriptor.objects.bulk_create(made)


def describe(content: Content) -> list[tuple[str, list[str]]]:
    """The lines of a wording, for pages and diffs."""
    node = Node.objects.select_related("parent__parent").filter(code=content.get("node") or "").first()
    path: list[str] = []
    while node is not None:
        path.insert(0, str(node.in_language("name")))
        node = node.parent
    scale = Scale.objects.filter(code=content.get("scale") or "").first()
    kinds = dict(Competency.Kind.choices)
    lines = [
        (_("Code"), [content.get("code", "")]),
        (_("Type"), [str(kinds.get(content.get("kind", ""), content.get("kind", "")))]),
        (_("Name"), [content.get("name", "")]),
        (_("Name in Hindi"), [content.get("name_hi", "")]),
        (_("Definition"), [content.get("definition", "")]),
        (_("Definition in Hindi"), [content.get("definition_hi", "")]),
        (_("Place in the model"), [" › ".join(path) or content.get("node", "")]),
        (_("Scale"), [str(scale.in_language("name")) if scale is not None else content.get("scale", "")]),
        (_("Other spellings"), list(content.get("aliases") or [])),
    ]
    for row in content.get("descriptors") or []:
        texts = [text for text in (row.get("text", ""), row.get("text_hi", "")) if text]
        lines.append((_("Level %(level)s") % {"level": row.get("level")}, texts))
    return lines
