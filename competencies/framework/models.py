"""The vocabulary: scales, areas and themes, competencies with a descriptor per level."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from igot.kernel.models import Public, Translated
from igot.kernel.tenancy import tenant_manager


class Status(models.TextChoices):
    """States of everything in the framework (FRACing)."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    TECHNICALLY_VERIFIED = "technically_verified", _("Technically verified")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    RETIRED = "retired", _("Retired")


class Framework(Public, Translated):
    """A body of competencies with one publisher: the national one, or one taken in from elsewhere (CASE document)."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=250)
    creator = models.CharField(max_length=250)
    publisher = models.CharField(max_length=250, blank=True)
    description = models.TextField(blank=True)
    edition = models.CharField(max_length=60, blank=True)
    uri = models.URLField(max_length=500, blank=True)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    # Approved national frameworks are readable without signing in, at their CASE addresses.
    is_national = models.BooleanField(default=False)
    document = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.in_language("title"))


class Scale(Public, Translated):
    """A proficiency scale: FRAC's five levels, KCM's three, or another."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)


class ScaleLevel(Translated):
    """One level of a scale; 1 is the lowest."""

    scale = models.ForeignKey(Scale, models.CASCADE, related_name="levels", db_index=False)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    gist = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["scale", "number"], name="level_has_one_place_on_its_scale")]


class Node(Public, Translated):
    """A place in the KCM tree: area > theme > sub-theme."""

    class Kind(models.TextChoices):
        AREA = "area", _("Area")
        THEME = "theme", _("Theme")
        SUB_THEME = "sub_theme", _("Sub-theme")
        GROUP = "group", _("Group")

    framework = models.ForeignKey(Framework, models.PROTECT, null=True, blank=True, related_name="nodes")
    code = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=160)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    place = models.PositiveSmallIntegerField(default=0)


class Competency(Public, Translated):
    """What somebody can do, told apart by level: one row for life, with the wording now in force.

    What is approved changes only by an approved `Revision`, which raises `version` and keeps every earlier wording.
    """

    class Kind(models.TextChoices):
        BEHAVIOURAL = "behavioural", _("Behavioural")
        FUNCTIONAL = "functional", _("Functional")
        DOMAIN = "domain", _("Domain")

    guid = models.UUIDField(default=uuid.uuid4)
    framework = models.ForeignKey(Framework, models.PROTECT, null=True, blank=True, related_name="competencies")
    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=160)
    definition = models.TextField()
    scale = models.ForeignKey(Scale, models.PROTECT, related_name="+")
    node = models.ForeignKey(Node, models.PROTECT, null=True, blank=True, related_name="competencies")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    status = models.CharField(max_length=24, choices=Status.choices, default=Status.DRAFT)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="competency_code_and_version_are_one"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(status="approved"), name="one_approved_version_of_a_competency"
            ),
            models.UniqueConstraint(fields=["guid"], name="competency_guid_is_one"),
        ]

    def __str__(self) -> str:
        return str(self.in_language("name"))


class Descriptor(Translated):
    """What the competency looks like at one level."""

    competency = models.ForeignKey(Competency, models.CASCADE, related_name="descriptors", db_index=False)
    level = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["level"]
        constraints = [models.UniqueConstraint(fields=["competency", "level"], name="one_descriptor_per_level")]


class Alias(models.Model):
    """Another spelling of a competency's or node's name, met in official files."""

    name = models.CharField(max_length=160)
    competency = models.ForeignKey(Competency, models.CASCADE, null=True, blank=True, related_name="aliases")
    node = models.ForeignKey(Node, models.CASCADE, null=True, blank=True, related_name="aliases")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(competency__isnull=False) ^ Q(node__isnull=False), name="alias_of_a_competency_or_of_a_node"
            ),
        ]


class Revision(Public):
    """One wording of a dictionary item on its way through FRACing; approved ones are the item's versions."""

    class Kind(models.TextChoices):
        COMPETENCY = "competency", _("Competency")
        ROLE = "role", _("Work role")
        POSITION = "position", _("Position")
        RESOURCE = "resource", _("Knowledge resource")

    OPEN = (Status.DRAFT, Status.SUBMITTED, Status.TECHNICALLY_VERIFIED, Status.RETURNED)

    kind = models.CharField(max_length=12, choices=Kind.choices)
    item_id = models.UUIDField(default=uuid.uuid4)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    content = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    status = models.CharField(max_length=24, choices=Status.choices, default=Status.DRAFT)
    origin = models.CharField(max_length=12, default="page")
    author = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)

    objects = tenant_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "item_id"],
                condition=Q(status__in=["draft", "submitted", "technically_verified", "returned"]),
                name="one_open_revision_per_item",
            ),
            models.UniqueConstraint(
                fields=["kind", "item_id", "version"],
                condition=Q(status="approved"),
                name="one_approved_revision_per_version",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "status"], name="revisions_at_work")]

    def __str__(self) -> str:
        return self.title_here

    @property
    def title_here(self) -> str:
        """The title in the reader's language, where the wording has one; a draft may be saved before it has a name."""
        language = (get_language() or "en").split("-")[0]
        return self.titles.get(language) or self.title or str(_("Not named yet"))

    @property
    def titles(self) -> dict[str, str]:
        """The title in further languages, as the wording has it."""
        named = {"hi": self.content.get("name_hi") or self.content.get("title_hi")}
        return {language: str(text)[:200] for language, text in named.items() if text}


class Proposal(Public):
    """The wish that an item goes out of force, alone or in favour of another: decided as a wording is, by three people.

    `figures` is what rested on the item when it was asked, `outcome` when it was done: `{use: [how much, how many
    people]}`.
    """

    class Change(models.TextChoices):
        RETIRE = "retire", _("Retire")
        MERGE = "merge", _("Merge into another")

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted")
        TECHNICALLY_VERIFIED = "technically_verified", _("Technically verified")
        APPROVED = "approved", _("Approved and done")
        RETURNED = "returned", _("Returned")
        WITHDRAWN = "withdrawn", _("Taken back")

    OPEN = (State.SUBMITTED, State.TECHNICALLY_VERIFIED)

    kind = models.CharField(max_length=12, choices=Revision.Kind.choices)
    item_id = models.UUIDField()
    change = models.CharField(max_length=8, choices=Change.choices)
    other_id = models.UUIDField(null=True)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField()
    state = models.CharField(max_length=24, choices=State.choices, default=State.SUBMITTED)
    figures = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    author = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = tenant_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "item_id"],
                condition=Q(state__in=["submitted", "technically_verified"]),
                name="one_open_proposal_per_item",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="proposals_at_work")]


class ReviewDecision(Public):
    """What was decided about a dictionary item, by whom, when and why. Append-only."""

    class Action(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted")
        TECHNICALLY_VERIFIED = "technically_verified", _("Technically verified")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned")
        WITHDRAWN = "withdrawn", _("Taken back")
        PROPOSED = "proposed", _("Proposed to go out of force")
        RETIRED = "retired", _("Retired")
        MERGED = "merged", _("Merged into another")

    kind = models.CharField(max_length=12, choices=Revision.Kind.choices)
    item_id = models.UUIDField()
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="decisions")
    action = models.CharField(max_length=24, choices=Action.choices)
    comment = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        indexes = [models.Index(fields=["kind", "item_id", "-decided_at"], name="decisions_about_an_item")]


class FrameworkRelease(Public, Translated):
    """The state of the dictionaries under a number, with what changed since the one before."""

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=200)
    notes = models.TextField(blank=True)
    contents = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    published_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()


class Relation(models.TextChoices):
    """How a competency, or a level, of one framework answers to one of another."""

    EXACT = "exact", _("The same")
    BROAD = "broad", _("The other is broader")
    NARROW = "narrow", _("The other is narrower")
    RELATED = "related", _("Related")


class LevelLink(models.Model):
    """Crosswalk of scales: which level of the other scale a level answers to."""

    level = models.ForeignKey(ScaleLevel, models.CASCADE, related_name="links", db_index=False)
    other = models.ForeignKey(ScaleLevel, models.CASCADE, related_name="+")
    relation = models.CharField(max_length=12, choices=Relation.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "other"], name="two_levels_are_linked_once")]


class CompetencyLink(Public):
    """Crosswalk of frameworks: how two competencies relate (a CASE association)."""

    competency = models.ForeignKey(Competency, models.PROTECT, related_name="links", db_index=False)
    other = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    relation = models.CharField(max_length=12, choices=Relation.choices)
    note = models.TextField(blank=True)
    added_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["competency", "other"], name="two_competencies_are_linked_once"),
            models.CheckConstraint(condition=~Q(competency=models.F("other")), name="a_competency_links_to_another"),
        ]


class CaseImport(Public):
    """A CASE package somebody brought: what it would change, and whether that was done."""

    class State(models.TextChoices):
        CHECKED = "checked", _("Checked, waits for your word")
        REFUSED = "refused", _("Refused")
        APPLIED = "applied", _("Taken in")

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    package = models.JSONField()
    report = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices)
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    objects = tenant_manager()
