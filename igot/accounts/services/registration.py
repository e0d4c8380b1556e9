"""People who register themselves with an official address."""

import unicodedata
from datetime import datetime

from django.db import transaction

from igot.accounts.facts import PersonAdded
from igot.accounts.models import Posting, Profile, User
from igot.journal.services import publish
from igot.kernel.clock import day_in_india
from igot.organisations.models import Organisation


def organisation_for_email(email: str) -> Organisation | None:
    """The organisation that has approved the address's domain; the deepest one where several have."""
    domain = email.rpartition("@")[2].lower()
    approved = Organisation.objects.filter(email_domains__contains=[domain], is_active=True)
    return approved.order_by("-depth", "path").first()


@transaction.atomic
def prepare_registration(*, user: User) -> None:
    """Give a person who has just registered an empty profile, and their name its composed form (NFC)."""
    Profile.objects.get_or_create(user=user)
    User.objects.filter(pk=user.pk).update(name=unicodedata.normalize("NFC", user.name.strip()))


@transaction.atomic
def join_by_domain(*, user: User, email: str, at: datetime) -> None:
    """Post a person whose official address is confirmed to its domain's organisation, unless they serve somewhere."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    organisation = organisation_for_email(email)
    if locked.organisation_id is not None or organisation is None:
        return
    Posting.objects.create(user=locked, organisation=organisation, starts_on=day_in_india(at))
    User.objects.filter(pk=locked.pk).update(organisation=organisation)
    fact = PersonAdded(person=str(locked.public_id), organisation=str(organisation.public_id))
    publish(fact, organisation=organisation, actor=locked, subject=locked, at=at)
