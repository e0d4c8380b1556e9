"""A knowledge resource: a manual, act or order that activities rest on."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competencies.framework.items import Content, Problems
from competencies.framework.models import Revision, Status
from competencies.positions.items import parts
from competencies.positions.models import KnowledgeResource

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

TEXTS = {"code": 40, "title": 250, "title_hi": 250, "kind": 40, "issuer": 160, "url": 200}

# The kinds that files name; another one is shown as it was written.
KNOWN = {
    "act": gettext_lazy("Act"),
    "rules": gettext_lazy("Rules"),
    "manual": gettext_lazy("Manual"),
    "guide": gettext_lazy("Guide"),
    "guideline": gettext_lazy("Guideline"),
    "direction": gettext_lazy("Direction"),
    "office memorandum": gettext_lazy("Office memorandum"),
}


def items() -> QuerySet[KnowledgeResource]:
    """Every resource, whatever its state."""
    return KnowledgeResource.objects.all()


def search(text: str) -> QuerySet[KnowledgeResource]:
    """Resources in force or retired in which each word is met: in the title or the issuer."""
    found = items().filter(status__in=[Status.APPROVED, Status.RETIRED]).order_by("title", "pk")
    for word in text.split()[:8]:
        named = Q(title__icontains=word) | Q(translations__hi__title__icontains=word) | Q(code__iexact=word)
        found = found.filter(named | Q(issuer__icontains=word) | Q(kind__icontains=word))
    return found


def blank(organisation: "Organisation") -> Content:
    """A new resource."""
    return dict.fromkeys(TEXTS, "")


def snapshot(resource: KnowledgeResource) -> Content:
    """The wording in force."""
    return {
        "code": resource.code,
        "title": resource.title,
        **parts.hindi(resource, "title"),
        "kind": resource.kind,
        "issuer": resource.issuer,
        "url": resource.url,
    }


def check(content: Content, organisation: "Organisation", item: KnowledgeResource | None) -> Problems:
    """Everything that is wrong with a wording, by field."""
    wrong, say = parts.collector()
    parts.check_texts(content, TEXTS, ("code", "title", "kind"), say)
    parts.check_code(content, item, KnowledgeResource, say)
    if content.get("url"):
        try:
            URLValidator(schemes=["http", "https"])(content["url"])
        except ValidationError:
            say("url", _("Write a whole address that begins with https://."))
    return wrong


def apply(revision: Revision, at: datetime) -> KnowledgeResource:
    """Write an approved wording into the resource."""
    content = revision.content
    held = KnowledgeResource.objects.filter(public_id=revision.item_id).first()
    values = {
        "title": content["title"].strip(),
        "kind": content["kind"].strip(),
        "issuer": str(content.get("issuer") or "").strip(),
        "url": str(content.get("url") or "").strip(),
        "version": revision.version,
        "status": Status.APPROVED,
        "translations": parts.translations(content, held, "title"),
    }
    fixed = {"code": content["code"].strip(), "organisation": revision.organisation}
    resource, _new = KnowledgeResource.objects.update_or_create(
        public_id=revision.item_id, defaults=values, create_defaults={**fixed, **values}
    )
    return resource


def gist(resource: KnowledgeResource) -> str:
    """What it is, and who issued it."""
    kind = str(KNOWN.get(resource.kind.casefold(), resource.kind))
    return " · ".join(text for text in (kind, resource.issuer) if text)


def describe(content: Content) -> list[tuple[str, list[str]]]:
    """The lines of a wording, for pages and diffs."""
    labels = (
        ("code", _("Code")),
        ("title", _("Title")),
        ("title_hi", _("Title in Hindi")),
        ("kind", _("Kind")),
        ("issuer", _("Issued by")),
        ("url", _("Address")),
    )
    said = {**content, "kind": KNOWN.get(str(content.get("kind") or "").casefold(), content.get("kind"))}
    return [(label, [str(said.get(field) or "")]) for field, label in labels]
