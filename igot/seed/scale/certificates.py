"""Certificates of what was completed: numbered, signed, not yet drawn; and the notice that each is there."""

from datetime import datetime

from django.conf import settings

from courses.certificates.serials import ALPHABET, LENGTH, PREFIX, check_character
from courses.certificates.signing import sign
from igot.kernel.clock import day_in_india
from igot.seed.scale.chance import Chance
from igot.seed.scale.people import Learner
from igot.seed.scale.tables import Copy
from igot.seed.scale.taught import Taught
from igot.seed.scale.tree import Office

SHARE_READ = 0.6


class Certificates:
    """Writes certificates and notices."""

    def __init__(self, offices: list[Office]) -> None:
        self.names = {
            one.organisation.pk: {lang: str(one.organisation.in_language("name", lang)) for lang in ("en", "hi")}
            for one in offices
        }
        self.certificates = Copy(
            "courses_certificate",
            ("public_id", "serial", "learner_id", "organisation_id", "organisation_at_id", "enrolment_id", "course_id",
             "state", "snapshot", "signed", "issued_at", "state_reason", "pdf", "pdf_sha256"),
        )  # fmt: skip
        self.notices = Copy(
            "notifications_notice",
            ("public_id", "person_id", "kind", "key", "values", "link", "shown", "created_at", "read_at"),
        )

    def issue(
        self, learner: Learner, course: Taught, of: tuple[int, str], dates: tuple[datetime, datetime], chance: Chance
    ) -> None:
        """The certificate of an enrolment, by its decision; `dates` are enrolment and completion."""
        (enrolment, decision), (enrolled_at, at) = of, dates
        public_id, serial = chance.uuid(), _serial(at, chance)
        snapshot = {
            **course.snapshot,
            "serial": serial,
            "holder": {"name": learner.name, "name_in_hindi": learner.name_in_hindi},
            "organisation": self.names[learner.organisation],
            "enrolled_on": day_in_india(enrolled_at).isoformat(),
            "completed_on": day_in_india(at).isoformat(),
            "issued_at": at.isoformat(),
            "decision": decision,
        }
        signed = sign({"iss": settings.SITE_ORIGIN, "iat": int(at.timestamp()), "jti": serial, "claims": snapshot})
        self.certificates.add(
            public_id, serial, learner.id, learner.organisation, learner.organisation, enrolment, course.id, "issued",
            snapshot, signed, at, "", "", "",
        )  # fmt: skip
        title = {"en": snapshot["course"]["en"], "hi": snapshot["course"]["hi"]}
        self.notices.add(
            chance.uuid(), learner.id, "courses.certificate_issued", public_id, {"serial": serial, "course": title},
            "/certificates/", True, at, at if chance.random() < SHARE_READ else None,
        )  # fmt: skip

    def send(self) -> int:
        """Write what was collected; returns how many rows."""
        return self.certificates.send() + self.notices.send()


def _serial(at: datetime, chance: Chance) -> str:
    year = f"{day_in_india(at).year % 100:02d}"
    body = "".join(chance.one(ALPHABET) for _place in range(LENGTH))
    return f"{PREFIX}-{year}-{body}-{check_character(year + body)}"
