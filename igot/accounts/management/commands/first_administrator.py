"""Begin a new installation: the root of the tree, and the person who may do the rest in the browser."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from igot.accounts import queries
from igot.accounts.access import Role
from igot.accounts.services import add_person, grant_role
from igot.kernel.clock import now
from igot.kernel.errors import Refused
from igot.organisations.queries import root
from igot.organisations.services import create_organisation

A_YEAR = timedelta(days=365)


class Command(BaseCommand):
    """For installations without demonstration data; the demo's people come from `manage.py seed`."""

    help = "Make the root organisation and its first platform administrator; refused once there is one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="where the link to choose a password is sent")
        parser.add_argument("name", help="the administrator's name")
        parser.add_argument("--organisation", default="Government of India", help="name of the tree's root")
        parser.add_argument("--slug", default="government", help="the root's name in addresses")

    @transaction.atomic
    def handle(self, *, email: str, name: str, organisation: str, slug: str, **_: Any) -> None:
        at = now()
        try:
            top = root() or create_organisation(
                parent=None, code=slug, slug=slug, name=organisation, kind="government", actor=None, at=at
            )
            if queries.people_with_role(Role.PLATFORM_ADMIN, top, at).exists():
                raise CommandError(
                    "There is a platform administrator already; they give further rights in the browser."
                )
            person = add_person(email=email, name=name, organisation=top, actor=None, at=at)
            until = at + A_YEAR
            grant_role(
                user=person, role=Role.PLATFORM_ADMIN, organisation=top, starts_at=at, ends_at=until, actor=None, at=at
            )
        except Refused as refusal:
            texts = [str(text) for field in refusal.fields.values() for text in field] or [str(refusal)]
            raise CommandError(" ".join(texts)) from refusal
        self.stdout.write(
            f"{name} administers {top.name} until {until:%d %B %Y}. "
            "A password is chosen by 'Forgot your password?' on the sign-in page."
        )
