"""`manage.py rebuild_listings`: write the catalogue's listings anew from the published releases."""

from typing import Any

from django.core.management.base import BaseCommand

from courses.catalogue.services import rebuild_listings


class Command(BaseCommand):
    help = "Write the catalogue's listings anew from the published releases."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild_listings()} courses listed")
