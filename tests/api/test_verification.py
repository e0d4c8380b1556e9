"""Anybody may ask by the API whether a certificate holds."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from courses.authoring.models import Course
from courses.certificates.limits import LOOK_UPS_A_MINUTE
from courses.certificates.models import Certificate
from igot.kernel.tenancy import subtree
from tests.api.conftest import ROOT
from tests.cast import Cast


@pytest.fixture
def certificate(cast: Cast, course: Course, complete: Callable[..., Any]) -> Certificate:
    cache.clear()
    enrolment = complete(cast.learner, course)
    with subtree(cast.dopt):
        found: Certificate = Certificate.objects.get(enrolment=enrolment)
    return found


def url(serial: str) -> str:
    return f"{ROOT}certificates/{serial}/verification/"


def test_what_is_certified_and_that_it_holds(certificate: Certificate) -> None:
    answer = Client().get(url(certificate.serial.lower().replace("-", " ")))
    body = answer.json()
    assert (body["serial"], body["state"]) == (certificate.serial, "issued")
    assert body["signature_is_genuine"] is True and body["holds"] is True
    assert body["claims"] == certificate.snapshot
    assert answer["X-Robots-Tag"] == "noindex"


def test_a_changed_row_no_longer_fits_its_signature(cast: Cast, certificate: Certificate) -> None:
    with subtree(cast.dopt):
        Certificate.objects.filter(pk=certificate.pk).update(
            snapshot={**certificate.snapshot, "completed_on": "2020-01-01"}
        )
    body = Client().get(url(certificate.serial)).json()
    assert body["signature_is_genuine"] is False and body["holds"] is False


def test_a_mistyped_and_an_unknown_number_are_not_there(certificate: Certificate) -> None:
    wrong = certificate.serial[:-1] + ("A" if certificate.serial[-1] != "A" else "B")
    answer = Client().get(url(wrong))
    assert (answer.status_code, answer.json()["code"]) == (404, "not_a_serial")
    assert Client().get(url("IG-26-22222222-2")).status_code == 404


def test_nobody_tries_numbers_by_the_thousand(certificate: Certificate) -> None:
    for _time in range(LOOK_UPS_A_MINUTE):
        assert Client().get(url(certificate.serial)).status_code == 200
    answer = Client().get(url(certificate.serial))
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert answer["Content-Type"] == "application/problem+json"
    cache.clear()
