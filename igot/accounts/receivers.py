"""Answers to signals of third-party libraries; the only receivers there are."""

from typing import Any

from allauth.account.signals import email_confirmed
from django.dispatch import receiver

from igot.accounts.services.registration import join_by_domain
from igot.kernel.clock import now


@receiver(email_confirmed)
def join_organisation(sender: Any, request: Any, email_address: Any, **kwargs: Any) -> None:
    """A confirmed official address makes its owner a member of the organisation of its domain."""
    join_by_domain(user=email_address.user, email=email_address.email, at=now())
