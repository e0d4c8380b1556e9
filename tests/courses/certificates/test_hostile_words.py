"""What somebody wrote into a name or a title is text on the certificate, in mails and on pages; never an order."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from pypdf import PdfReader

from courses.authoring.models import Course, Release
from courses.certificates import services
from courses.certificates.models import Certificate
from igot.notifications.models import Mail
from igot.notifications.services import send_next
from tests.cast import Cast

NAME = '#read("/etc/passwd") ]) #import "x.typ" $a_b$ \\ "q" <img src=x onerror=alert(1)>'
TITLE = "*bold* %(serial)s %s {{ 7*7 }} {% load x %} </script><script>alert(1)</script> #panic()"

pytestmark = pytest.mark.usefixtures("scope_everywhere")


@pytest.fixture
def hostile(
    cast: Cast, make_draft: Callable[..., Release], publish: Callable[[Release], Course], complete: Callable[..., Any]
) -> Certificate:
    """The certificate of somebody with an odd name for a course with an odd title."""
    course = publish(make_draft(title=TITLE, assessment=False))
    person = cast.person("odd", cast.dopt, NAME, name_in_hindi="आशा #eval(x)")
    return Certificate.objects.get(enrolment=complete(person, course))


def test_the_certificate_shows_it_as_it_was_written(hostile: Certificate, now: datetime) -> None:
    drawn = services.draw(certificate=hostile, at=now)
    text = "".join(PdfReader(io.BytesIO(drawn.pdf.open("rb").read())).pages[0].extract_text().split())
    assert "".join(NAME.split()) in text
    assert "".join(TITLE.split()) in text
    assert "root:" not in text


def test_the_mail_is_sent_with_one_line_of_subject_and_nothing_that_runs(hostile: Certificate, drain: Any) -> None:
    drain()
    while send_next(at=Mail.objects.latest("due_at").due_at):
        pass
    assert not Mail.objects.exclude(state=Mail.State.SENT).exists()
    message = next(one for one in mail.outbox if hostile.serial in one.body)
    assert "\n" not in message.subject
    assert TITLE in message.body
    html = message.alternatives[0].content
    assert "<script" not in html
    assert "<img src=x" not in html


def test_the_pages_show_it_as_text(hostile: Certificate, sign_in: Any, drain: Any) -> None:
    drain()
    client = sign_in(hostile.learner)
    course = hostile.course.slug
    for page in ("/", "/notices/", "/certificates/", "/learning/", f"/courses/{course}/", f"/verify/{hostile.serial}/"):
        html = client.get(page).content.decode()
        assert "<script>alert" not in html, page
        assert "<img src=x" not in html, page
