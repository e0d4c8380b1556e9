"""The only writers of the tree, its designations, settings and shares."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from igot.journal.facts import Person
from igot.journal.services import publish
from igot.kernel.errors import Refused
from igot.organisations.facts import DesignationAdded, OrganisationChanged, OrganisationCreated, Shared, Unshared
from igot.organisations.models import Designation, Organisation, Share

CHANGEABLE = {"name", "translations", "email_domains", "four_eyes", "is_active"}


@transaction.atomic
def create_organisation(
    *,
    parent: Organisation | None,
    code: str,
    slug: str,
    name: str,
    kind: str,
    translations: dict[str, Any] | None = None,
    email_domains: Sequence[str] = (),
    four_eyes: bool = True,
    actor: Person | None,
    at: datetime,
) -> Organisation:
    """Add a node below `parent` (None makes the root). Raises Refused when code or slug are taken."""
    for field, value in (("code", code), ("slug", slug)):
        if Organisation.objects.filter(**{field: value}).exists():
            raise Refused(_("This is taken by another organisation. Choose a different one."), field=field)
    values: dict[str, Any] = {
        "code": code,
        "slug": slug,
        "name": name,
        "kind": kind,
        "translations": translations or {},
        "email_domains": [domain.lower() for domain in email_domains],
        "four_eyes": four_eyes,
    }
    if parent is None:
        made = Organisation.objects.add_root(values)
    else:
        # The parent's counter of children gives the new path: two at once must wait for each other.
        locked = Organisation.objects.select_for_update().get(pk=parent.pk)
        values["look"] = locked.look
        made = Organisation.objects.add_child(locked, values)
    fact = OrganisationCreated(organisation=str(made.public_id), code=code)
    publish(fact, organisation=made, actor=actor, subject=made, at=at)
    return made


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, changes: dict[str, Any], actor: Person | None, at: datetime
) -> Organisation:
    """Change name, translations, e-mail domains, four-eyes or activity. Raises Refused for anything else."""
    wrong = set(changes) - CHANGEABLE
    if wrong:
        raise Refused(_("This cannot be changed here."), field=sorted(wrong)[0])
    for field, value in changes.items():
        setattr(organisation, field, value)
    organisation.save(update_fields=list(changes))
    fact = OrganisationChanged(organisation=str(organisation.public_id), fields=sorted(changes))
    publish(fact, organisation=organisation, actor=actor, subject=organisation, at=at)
    return organisation


@transaction.atomic
def add_designation(
    *,
    name: str,
    organisation: Organisation | None = None,
    group: str = "",
    translations: dict[str, Any] | None = None,
    same_as: Designation | None = None,
    actor: Person | None,
    at: datetime,
) -> Designation:
    """Add a title of office to the master list, or to an organisation's own. Raises Refused if it is there."""
    try:
        with transaction.atomic():
            made = Designation.objects.create(
                name=name.strip(),
                organisation=organisation,
                group=group,
                translations=translations or {},
                same_as=same_as,
            )
    except IntegrityError as error:
        raise Refused(_("This designation is on the list already."), field="name") from error
    publish(
        DesignationAdded(designation=str(made.public_id)), organisation=organisation, actor=actor, subject=made, at=at
    )
    return made


@transaction.atomic
def share(
    *, subject_kind: str, subject_id: UUID, organisation: Organisation, actor: Person | None, at: datetime
) -> Share:
    """Make a thing readable to an organisation and all below it; sharing twice changes nothing."""
    made, new = Share.objects.get_or_create(subject_kind=subject_kind, subject_id=subject_id, organisation=organisation)
    if new:
        fact = Shared(
            subject_kind=subject_kind, subject_id=str(subject_id), with_organisation=str(organisation.public_id)
        )
        publish(fact, organisation=organisation, actor=actor, at=at)
    return made


@transaction.atomic
def unshare(
    *, subject_kind: str, subject_id: UUID, organisation: Organisation, actor: Person | None, at: datetime
) -> None:
    """Take a share back; what learners have begun stays theirs."""
    found = Share.objects.filter(subject_kind=subject_kind, subject_id=subject_id, organisation=organisation)
    if found.delete()[0]:
        fact = Unshared(
            subject_kind=subject_kind, subject_id=str(subject_id), with_organisation=str(organisation.public_id)
        )
        publish(fact, organisation=organisation, actor=actor, at=at)
