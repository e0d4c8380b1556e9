"""Publish probe facts from a process of its own, as a web worker would: `python -m tests.services.ring 20 [gated]`."""

import sys

import django

django.setup()

from django.db import transaction  # noqa: E402

from igot.journal.services import publish  # noqa: E402
from igot.kernel.clock import now  # noqa: E402
from tests.services.probe import ProbeRang  # noqa: E402

for number in range(int(sys.argv[1])):
    with transaction.atomic():
        publish(ProbeRang(number=number, gated="gated" in sys.argv), organisation=None, actor=None, at=now())
