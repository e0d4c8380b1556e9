"""Count everybody's gaps, and the roll-up of today."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from competencies.insight import services
from igot.kernel.clock import now
from igot.kernel.tenancy import everywhere


class Command(BaseCommand):
    help = "Counts everybody's gaps and the roll-up of today; says how many there were. May run at any time, and twice."

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        with everywhere():
            done = services.rebuild(at=now())
        self.stdout.write(f"{done.gaps} gaps and {done.cells} cells counted in {time.monotonic() - began:.1f} s")
