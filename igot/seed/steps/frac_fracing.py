"""FRACing in the demo: a first release, a new version in force since, one that waits for its review, one sent back."""

from copy import deepcopy
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from competencies.framework import queries, services
from competencies.framework.queries.releases import releases
from igot.accounts.queries import by_email
from igot.approvals import queries as asked
from igot.approvals import services as approvals
from igot.kernel.tenancy import subtree
from igot.organisations.queries import by_code, root
from igot.seed.steps import MissingPart

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.approvals.models import Request
    from igot.organisations.models import Organisation

APPROVED, WAITING, RETURNED = "FUN-025", "FUN-027", "FUN-031"
SENTENCES = {
    APPROVED: ("Keeps the electronic file complete and in order.", "इलेक्ट्रॉनिक फ़ाइल को पूर्ण और क्रमबद्ध रखता है।"),
    WAITING: ("Names the source of every figure.", "प्रत्येक आँकड़े का स्रोत बताता है।"),
    RETURNED: ("Knows the appeals.", "अपीलों को जानता है।"),
}


def seed_fracing(*, at: datetime) -> str:
    """Publish a release, and leave a wording in each state of its way; once."""
    people = [by_email(f"{name}.igot.example") for name in ("frac.author@dopt", "frac.reviewer@cbc", "reviewer@cbc")]
    department, owner = by_code("DOPT"), root()
    if department is None or owner is None or None in people:
        raise MissingPart("FRACing needs the demo's people")
    if releases().exists():
        return "wordings are there"
    author, technical, board = (person for person in people if person is not None)
    services.publish_release(
        title="First release",
        notes="The competencies, roles and positions with which the platform begins.",
        title_hi="पहला निर्गम",
        notes_hi="वे दक्षताएँ, भूमिकाएँ और पद जिनसे मंच आरंभ होता है।",
        organisation=owner,
        actor=board,
        at=at - timedelta(days=20),
    )
    began = at - timedelta(days=6)
    first = _submit(APPROVED, department, author, began)
    approvals.approve(
        request=first, comment="Checked against the manual.", actor=technical, at=began + timedelta(days=1)
    )
    approvals.approve(request=first, actor=board, at=began + timedelta(days=2))
    _submit(WAITING, department, author, at - timedelta(days=1))
    sent_back = _submit(RETURNED, department, author, began)
    comment = "Say which appeals, and at which level they are drafted."
    approvals.send_back(request=sent_back, comment=comment, actor=technical, at=began + timedelta(days=3))
    return "a release, and three wordings on their way"


def _submit(code: str, organisation: "Organisation", author: "User", at: datetime) -> "Request":
    """A new version that says one sentence more."""
    item = queries.by_codes([code]).get(code)
    if item is None:
        raise MissingPart(f"FRACing needs {code}")
    by: dict[str, Any] = {"actor": author, "at": at}
    with subtree(organisation):
        revision = services.start_revision(kind="competency", organisation=organisation, item_id=item.public_id, **by)
        content = deepcopy(revision.content)
        english, hindi = SENTENCES[code]
        content["definition"] = f"{content['definition']} {english}"
        if content["definition_hi"]:
            content["definition_hi"] = f"{content['definition_hi']} {hindi}"
        services.write(revision=revision, content=content, reason="Asked for by the field offices.", **by)
        services.submit(revision=revision, **by)
        return next(iter(asked.history(queries.APPROVAL, revision.public_id)))
