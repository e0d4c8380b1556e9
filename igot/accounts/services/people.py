"""Add people, post them, move them, end their access."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from igot.accounts.facts import PersonAdded, PersonChanged, PersonDeactivated, PersonMoved, PersonReactivated
from igot.accounts.models import Posting, Profile, User
from igot.accounts.services.sessions import end_access
from igot.journal.facts import Person, Told
from igot.journal.services import publish, publish_many
from igot.kernel.clock import day_in_india
from igot.kernel.errors import Refused
from igot.organisations.models import Designation, Organisation

JOINERS = "\u200c\u200d"
ON_USER = {"name", "name_in_hindi", "mobile", "language", "designation"}
ON_PROFILE = {field.name for field in Profile._meta.concrete_fields} - {"id", "user"}


def _plain_email(email: str) -> str:
    return email.strip().lower()


def _valid_email(email: str) -> str:
    email = _plain_email(email)
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("Give an e-mail address such as name@department.gov.in."), field="email") from error
    return email


def _checked_email(email: str) -> str:
    email = _valid_email(email)
    if User.objects.filter(email__iexact=email).exists():
        raise Refused(_("Somebody with this e-mail address is registered already."), field="email")
    return email


def _spelled(name: str) -> str:
    """A name as it is kept: composed (NFC), on one line, without control characters and those that turn the direction
    of reading; the joiners that Devanagari needs stay.
    """
    visible = (sign for sign in name if sign.isspace() or sign in JOINERS or unicodedata.category(sign)[0] != "C")
    return unicodedata.normalize("NFC", " ".join("".join(visible).split()))


@transaction.atomic
def add_person(
    *,
    email: str,
    name: str,
    organisation: Organisation | None = None,
    designation: Designation | None = None,
    name_in_hindi: str = "",
    mobile: str = "",
    language: str = "en",
    password: str | None = None,
    encoded_password: str | None = None,
    email_verified: bool = True,
    profile: dict[str, Any] | None = None,
    starts_on: date | None = None,
    actor: Person | None,
    at: datetime,
) -> User:
    """Register a person and, with an organisation, their substantive posting from `starts_on` (default: today).

    Without a password the person sets one by the reset mail.
    Raises Refused naming the field.
    """
    email = _checked_email(email)
    name = _spelled(name)
    if not name:
        raise Refused(_("Give the person's name."), field="name")
    user = User(
        email=email,
        name=name,
        name_in_hindi=_spelled(name_in_hindi),
        mobile=mobile,
        language=language,
        organisation=organisation,
        designation=designation,
    )
    if encoded_password is not None:
        user.password = encoded_password
    elif password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise Refused(fields={"password": list(error.messages)}) from error
        user.set_password(password)
    else:
        user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Refused(_("Somebody with this e-mail address is registered already."), field="email") from error
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=email_verified)
    Profile.objects.create(user=user, **(profile or {}))
    if organisation is not None:
        Posting.objects.create(
            user=user, organisation=organisation, designation=designation, starts_on=starts_on or day_in_india(at)
        )
    fact = PersonAdded(person=str(user.public_id), organisation=str(organisation.public_id) if organisation else None)
    publish(fact, organisation=organisation, actor=actor, subject=user, at=at)
    return user


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Somebody to register, as `add_person` takes them."""

    email: str
    name: str
    mobile: str = ""
    designation: Designation | None = None
    profile: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def add_people(
    *, newcomers: Sequence[Newcomer], organisation: Organisation, actor: Person | None, at: datetime
) -> list[User]:
    """Register many people with their substantive postings from today, in a handful of statements; each sets a
    password by the reset mail. Returns them in their order.

    All or nobody. Raises Refused for an address that is none or a name that is empty, IntegrityError where an address
    is registered already.
    """
    for newcomer in newcomers:
        _valid_email(newcomer.email)
        if not _spelled(newcomer.name):
            raise Refused(_("Give the person's name."), field="name")
    people = [
        User(
            email=_plain_email(one.email),
            name=_spelled(one.name),
            mobile=one.mobile,
            organisation=organisation,
            designation=one.designation,
            password=make_password(None),
        )
        for one in newcomers
    ]
    User.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, primary=True, verified=True) for user in people
    )
    Profile.objects.bulk_create(Profile(user=user, **one.profile) for user, one in zip(people, newcomers, strict=True))
    Posting.objects.bulk_create(
        Posting(user=user, organisation=organisation, designation=user.designation, starts_on=day_in_india(at))
        for user in people
    )
    told = [
        Told(
            fact=PersonAdded(person=str(user.public_id), organisation=str(organisation.public_id)),
            organisation=organisation,
            actor=actor,
            subject=user,
        )
        for user in people
    ]
    publish_many(told=told, at=at)
    return people


@transaction.atomic
def post_person(
    *,
    user: User,
    organisation: Organisation,
    designation: Designation | None,
    kind: str,
    starts_on: date,
    ends_on: date | None = None,
    actor: Person | None,
    at: datetime,
) -> Posting:
    """Add a posting. A substantive one is a transfer: use `transfer`. Raises Refused when dates are wrong."""
    if kind == Posting.Kind.SUBSTANTIVE:
        raise Refused(_("A substantive posting is given by a transfer."), field="kind")
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("The last day must not lie before the first."), field="ends_on")
    posting = Posting.objects.create(
        user=user, organisation=organisation, designation=designation, kind=kind, starts_on=starts_on, ends_on=ends_on
    )
    fact = PersonChanged(person=str(user.public_id), fields=["postings"])
    publish(fact, organisation=organisation, actor=actor, subject=user, at=at)
    return posting


@transaction.atomic
def transfer(
    *,
    user: User,
    organisation: Organisation,
    designation: Designation | None,
    starts_on: date,
    actor: Person | None,
    at: datetime,
) -> Posting:
    """End the substantive posting the day before and begin one in another organisation (or designation).

    What the person completed keeps the organisation of that time; what is open moves with the fact `PersonMoved`.
    Raises Refused when the new posting would not begin after the present one.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    held = Posting.objects.filter(user=locked, kind=Posting.Kind.SUBSTANTIVE, ends_on__isnull=True).first()
    if held is not None:
        if starts_on <= held.starts_on:
            raise Refused(_("The new posting must begin after the present one began."), field="starts_on")
        held.ends_on = starts_on - timedelta(days=1)
        held.save(update_fields=["ends_on"])
    posting = Posting.objects.create(
        user=locked, organisation=organisation, designation=designation, starts_on=starts_on
    )
    before = locked.organisation
    locked.organisation, locked.designation = organisation, designation
    locked.save(update_fields=["organisation", "designation"])
    user.organisation, user.designation = organisation, designation
    fact = PersonMoved(
        person=str(user.public_id),
        from_organisation=str(before.public_id) if before else None,
        to_organisation=str(organisation.public_id),
    )
    publish(fact, organisation=organisation, actor=actor, subject=user, at=at)
    return posting


@transaction.atomic
def change_profile(*, user: User, changes: dict[str, Any], actor: Person | None, at: datetime) -> User:
    """Change what is known of a person. Raises Refused for a field that is not theirs to change here, or no name."""
    wrong = set(changes) - ON_USER - ON_PROFILE
    if wrong:
        raise Refused(_("This cannot be changed here."), field=sorted(wrong)[0])
    on_user = {name: value for name, value in changes.items() if name in ON_USER}
    on_profile = {name: value for name, value in changes.items() if name in ON_PROFILE}
    for name, value in on_user.items():
        setattr(user, name, _spelled(value) if name.startswith("name") else value)
    if not user.name:
        raise Refused(_("Give the person's name."), field="name")
    if on_user:
        user.save(update_fields=list(on_user))
    if on_profile:
        Profile.objects.update_or_create(user=user, defaults=on_profile)
    fact = PersonChanged(person=str(user.public_id), fields=sorted(changes))
    publish(fact, organisation=user.organisation, actor=actor, subject=user, at=at)
    return user


@transaction.atomic
def set_supervisor(*, user: User, supervisor: User | None, actor: Person | None, at: datetime) -> User:
    """Say who supervises a person's work, or that nobody does.

    Raises Refused (`supervisor`) for oneself, for somebody without access, and where the person would, over others,
    supervise themselves.
    """
    # Two changes at once could close a circle that neither of them sees.
    _one_change_of_supervisors_at_a_time()
    if supervisor is not None:
        if not supervisor.is_active:
            raise Refused(_("This person's access has ended. Choose somebody else."), field="supervisor")
        above: int | None = supervisor.pk
        seen: set[int] = set()
        while above is not None and above not in seen:
            if above == user.pk:
                raise Refused(
                    _("Nobody supervises themselves, not even over others. Choose somebody else."), field="supervisor"
                )
            seen.add(above)
            above = User.objects.filter(pk=above).values_list("supervisor_id", flat=True).first()
    changed = User.objects.filter(pk=user.pk).exclude(supervisor=supervisor).update(supervisor=supervisor)
    user.supervisor = supervisor
    if changed:
        fact = PersonChanged(person=str(user.public_id), fields=["supervisor"])
        publish(fact, organisation=user.organisation, actor=actor, subject=user, at=at)
    return user


def _one_change_of_supervisors_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('accounts.supervisors', 0))")


def set_language(*, user: User, language: str) -> None:
    """Remember the language a person reads."""
    User.objects.filter(pk=user.pk).update(language=language)


@transaction.atomic
def deactivate(*, user: User, actor: Person | None, at: datetime) -> None:
    """End a person's access: sessions and tokens go, the record stays. Raises Refused for the last platform admin."""
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        end_access(user=user, at=at)
        user.is_active = False
        fact = PersonDeactivated(person=str(user.public_id))
        publish(fact, organisation=user.organisation, actor=actor, subject=user, at=at)


@transaction.atomic
def reactivate(*, user: User, actor: Person | None, at: datetime) -> None:
    """Let a person in again."""
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        user.is_active = True
        publish(
            PersonReactivated(person=str(user.public_id)),
            organisation=user.organisation,
            actor=actor,
            subject=user,
            at=at,
        )
