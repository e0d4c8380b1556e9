"""What the demo's supervisor and assessor say of the Training Division: a team, ratings, claims, workplace checks."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from competencies.evidence import queries, services
from competencies.framework.queries import by_codes
from igot.accounts import queries as accounts
from igot.accounts import services as people_services
from igot.kernel.clock import day_in_india
from igot.kernel.tenancy import subtree
from igot.organisations import queries as organisations
from igot.seed import people
from igot.seed.steps import MissingPart

if TYPE_CHECKING:
    from competencies.framework.models import Competency
    from igot.accounts.models import User

NOTING, OFFICE, PLANNING = "FUN-026", "FUN-025", "BEH-018"
# Places in the crowd that serve in the Training Division.
DIVISION = range(6, 14)
SOON = timedelta(days=50)


def seed_evidence(*, at: datetime) -> str:
    """Enter who supervises whom, then ratings, claims and checks; whoever was rated is left alone."""
    boss, assessor, asha = (
        _person(people.SUPERVISOR),
        _person(people.ASSESSOR),
        _person(people.LEARNER_WITH_HISTORY),
    )
    team = [asha, *(_person(people.crowd()[place].email) for place in DIVISION)]
    leader = _person(people.LEADER)
    for person in team:
        people_services.set_supervisor(user=person, supervisor=boss, actor=None, at=at)
    for person in (boss, _person(people.PLAN_MANAGER)):
        people_services.set_supervisor(user=person, supervisor=leader, actor=None, at=at)
    found = by_codes([NOTING, OFFICE, PLANNING])
    if len(found) < 3:
        raise MissingPart("evidence needs the framework")
    with subtree(organisations.root()):
        if queries.ratings_of(asha).exists():
            return "the passbooks are filled"
        _rate(asha, found, boss, assessor, at)
        _claim(asha, found[PLANNING], assessor, at)
        _check(team, found, boss, at)
    return f"{len(team)} people in a team, 3 ratings, 2 claims, 2 workplace checks"


def _rate(asha: "User", found: "dict[str, Competency]", boss: "User", assessor: "User", at: datetime) -> None:
    said = [
        (boss, "supervisor", 3, "The notes on the training calendar were complete and clear."),
        (assessor, "assessor", 2, "Of ten notes read, six did not state the decision that was asked for."),
        (boss, "supervisor", 4, "Drafts for the Secretary's signature now go out without correction."),
    ]
    for number, (rater, relation, level, reason) in enumerate(said):
        services.attest(
            learner=asha,
            competency=found[NOTING],
            level=level,
            reason=reason,
            relation=relation,
            actor=rater,
            at=at - timedelta(days=20 - number),
        )
    services.assess_oneself(learner=asha, competency=found[OFFICE], level=3, at=at - timedelta(days=30))


def _claim(asha: "User", planning: "Competency", assessor: "User", at: datetime) -> None:
    """One claim that is verified and soon expires, one that waits."""
    today = day_in_india(at)
    claims = [
        ("Certificate in project planning", "Institute of Public Administration", date(2024, 6, 30), today + SOON),
        ("Diploma in office management", "Open University", date(2021, 3, 31), None),
    ]
    for title, issuer, earned_on, until in claims:
        claim = services.draft_claim(
            learner=asha,
            competency=planning,
            level=3,
            title=title,
            issuer=issuer,
            earned_on=earned_on,
            valid_until=until,
            at=at - timedelta(days=10),
        )
        document = ContentFile(_pdf(f"{title} (demo)"), name="certificate.pdf")
        services.add_document(claim=claim, file=document, at=at - timedelta(days=10))
        services.submit_claim(claim=claim, at=at - timedelta(days=9))
        if until is not None:
            services.verify_claim(claim=claim, level=2, valid_until=until, actor=assessor, at=at - timedelta(days=5))


def _check(team: "list[User]", found: "dict[str, Competency]", boss: "User", at: datetime) -> None:
    """One check that is counted, about a member of the team, and one that waits for answers, about Asha."""
    asha, other = team[0], team[1]
    opened = services.open_check(learner=other, competency=found[OFFICE], actor=boss, at=at - timedelta(days=16))
    answers = iter([(3, 2, 3), (3, 3, 2), (2, 2, 2), (3, 2, 2), (4, 3, 3)])
    for invitation in opened.invitations.order_by("person_id"):
        levels = next(answers, None)
        if levels is not None:
            services.answer_check(invitation=invitation, levels=levels, at=at - timedelta(days=12))
    services.close_check(check=opened, at=at - timedelta(days=2))
    waiting = services.open_check(learner=asha, competency=found[NOTING], actor=boss, at=at - timedelta(days=3))
    for invitation in waiting.invitations.exclude(person__in=[asha, boss]).order_by("person_id")[:2]:
        services.answer_check(invitation=invitation, levels=(3, 3, 2), at=at - timedelta(days=1))


def _person(email: str) -> "User":
    found = accounts.by_email(email)
    if found is None:
        raise MissingPart(f"evidence needs {email}: seed the people first")
    return found


def _pdf(words: str) -> bytes:
    """A page with one line of text (ISO 32000-1, 7.5: header, objects, cross-reference table, trailer)."""
    drawn = f"BT /F1 18 Tf 72 720 Td ({words.replace('(', '[').replace(')', ']')}) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    whole, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(whole)
    whole += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return whole + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
