"""The demo's people: invented, plainly test persons with addresses under `.example`, where no mail is ever delivered.

They exist only where `settings.DEMO` is true; `manage.py seed` refuses to make them elsewhere.
"""

from dataclasses import dataclass
from typing import NamedTuple

# One password for all of them, printed by `make demo`. It opens nothing but a demonstration.
DEMO_PASSWORD = "Karmayogi-demo-2026"  # noqa: S105


class DemoAccount(NamedTuple):
    """A line of what `make demo` prints."""

    role: str
    email: str
    password: str
    what_to_try: str


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """A person to seed; `organisation` and `grants` name organisations by code, `designation` by its master name."""

    email: str
    name: str
    name_in_hindi: str
    organisation: str
    designation: str
    grants: tuple[tuple[str, str], ...] = ()
    language: str = "en"
    service: str = ""
    label: str = ""
    what_to_try: str = ""


PLATFORM_ADMIN = "platform@igot.example"
PLAN_MANAGER = "plans@dopt.igot.example"
CBC_REVIEWER = "reviewer@cbc.igot.example"
LEADER = "leader@dopt.igot.example"
CREATOR = "creator@istm.igot.example"
CONTENT_REVIEWER = "reviewer@istm.igot.example"
PUBLISHER = "publisher@istm.igot.example"
LEARNER_WITH_HISTORY = "asha@dopt.igot.example"

CAST = [
    DemoPerson(
        email=LEARNER_WITH_HISTORY, name="Test Learner Asha (demo)", name_in_hindi="परीक्षण शिक्षार्थी आशा (डेमो)",
        organisation="DOPT-TRG", designation="Section Officer", service="Central Secretariat Service",
        label="Learner with history", what_to_try="My iGOT: what is due and why; continue a half-done course; certificate; passbook",
    ),
    DemoPerson(
        email="ravi@dopt.igot.example", name="Test Learner Ravi (demo)", name_in_hindi="परीक्षण शिक्षार्थी रवि कृष्ण (डेमो)",
        organisation="DOPT-ESTT", designation="Assistant Section Officer", language="hi", service="Central Secretariat Service",
        label="Learner, in Hindi", what_to_try="Open Noting and Drafting, take the end assessment, download the certificate",
    ),
    DemoPerson(
        email="supervisor@dopt.igot.example", name="Test Supervisor Meera (demo)", name_in_hindi="परीक्षण पर्यवेक्षक मीरा (डेमो)",
        organisation="DOPT-TRG", designation="Under Secretary", service="Central Secretariat Service",
        label="Supervisor", what_to_try="Own plan courses as an Under Secretary; own gaps at the position",
    ),
    DemoPerson(
        email=PLAN_MANAGER, name="Test Plan Manager Farida (demo)", name_in_hindi="परीक्षण योजना प्रबंधक फ़रीदा (डेमो)",
        organisation="DOPT-TRG", designation="Deputy Secretary", grants=(("plan_manager", "DOPT"),),
        label="Plan manager of DoPT", what_to_try="Amend the annual plan, see how many people an item reaches, submit",
    ),
    DemoPerson(
        email=CBC_REVIEWER, name="Test CBC Reviewer Joseph (demo)", name_in_hindi="परीक्षण आयोग समीक्षक जोसेफ़ (डेमो)",
        organisation="CBC", designation="Director", grants=(("cbc_reviewer", "GOI"),),
        label="CBC reviewer", what_to_try="Approvals: return a plan with a comment, or approve it",
    ),
    DemoPerson(
        email=LEADER, name="Test Leader Lakshmi (demo)", name_in_hindi="परीक्षण प्रमुख लक्ष्मी (डेमो)",
        organisation="DOPT", designation="Joint Secretary", grants=(("organisation_leader", "DOPT"),),
        label="Leader of DoPT", what_to_try="Publish an approved plan; its progress by organisation, as chart, table and CSV",
    ),
    DemoPerson(
        email="admin@dopt.igot.example", name="Test Administrator Gurpreet (demo)", name_in_hindi="परीक्षण प्रशासक गुरप्रीत (डेमो)",
        organisation="DOPT", designation="Under Secretary", grants=(("organisation_admin", "DOPT"),),
        label="Administrator of DoPT", what_to_try="People of the department: add, transfer, grant a role",
    ),
    DemoPerson(
        email=CREATOR, name="Test Course Creator Nandini (demo)", name_in_hindi="परीक्षण पाठ्यक्रम निर्माता नंदिनी (डेमो)",
        organisation="ISTM", designation="Deputy Director", grants=(("content_creator", "ISTM"),),
        label="Course creator at ISTM", what_to_try="Make a course of pages, a video, a PDF and questions; submit it",
    ),
    DemoPerson(
        email=CONTENT_REVIEWER, name="Test Content Reviewer Iqbal (demo)", name_in_hindi="परीक्षण सामग्री समीक्षक इक़बाल (डेमो)",
        organisation="ISTM", designation="Director", grants=(("content_reviewer", "ISTM"),),
        label="Content reviewer at ISTM", what_to_try="Approvals: review the submitted course",
    ),
    DemoPerson(
        email=PUBLISHER, name="Test Publisher Sunanda (demo)", name_in_hindi="परीक्षण प्रकाशक सुनंदा (डेमो)",
        organisation="ISTM", designation="Joint Secretary", grants=(("content_publisher", "ISTM"),),
        label="Publisher at ISTM", what_to_try="Approvals: publish the reviewed course; see it in the catalogue",
    ),
    DemoPerson(
        email="stranger@mof.igot.example", name="Test Learner Thomas (demo)", name_in_hindi="परीक्षण शिक्षार्थी थॉमस (डेमो)",
        organisation="DOE", designation="Section Officer",
        label="Learner of another ministry", what_to_try="Sees the open catalogue, and nothing of DoPT's plan or people",
    ),
    DemoPerson(
        email="admin@mof.igot.example", name="Test Administrator Bhavna (demo)", name_in_hindi="परीक्षण प्रशासक भावना (डेमो)",
        organisation="M-FIN", designation="Deputy Secretary",
        grants=(("organisation_admin", "M-FIN"), ("plan_manager", "M-FIN"), ("organisation_leader", "M-FIN")),
        label="Administrator of another ministry", what_to_try="Switch between three roles; a DoPT address answers 'not found'",
    ),
    DemoPerson(
        email="auditor@igot.example", name="Test Auditor Devika (demo)", name_in_hindi="परीक्षण लेखापरीक्षक देविका (डेमो)",
        organisation="DARPG", designation="Director", grants=(("auditor", "GOI"),),
        label="Auditor", what_to_try="Reads everything in the government, changes nothing",
    ),
    DemoPerson(
        email=PLATFORM_ADMIN, name="Test Platform Administrator Kiran (demo)", name_in_hindi="परीक्षण मंच प्रशासक किरण (डेमो)",
        organisation="KB", designation="Director", grants=(("platform_admin", "GOI"),),
        label="Platform administrator", what_to_try="Organisations, designations, grants, facts that could not be delivered",
    ),
]  # fmt: skip

FIRST_NAMES = [
    ("Aarti", "आरती"), ("Bilal", "बिलाल"), ("Charu", "चारु"), ("Dinesh", "दिनेश"), ("Esther", "एस्तर"), ("Gopal", "गोपाल"),
    ("Harpreet", "हरप्रीत"), ("Indira", "इंदिरा"), ("Jyotsna", "ज्योत्स्ना"), ("Kabir", "कबीर"), ("Leela", "लीला"), ("Mohan", "मोहन"),
    ("Nasreen", "नसरीन"), ("Omkar", "ओंकार"), ("Prabha", "प्रभा"), ("Rohan", "रोहन"), ("Shraddha", "श्रद्धा"), ("Tenzin", "तेनज़िन"),
    ("Usha", "उषा"), ("Vikram", "विक्रम"), ("Yasmin", "यास्मीन"), ("Zubin", "ज़ुबिन"), ("Anjali", "अंजलि"), ("Brijesh", "बृजेश"),
]  # fmt: skip
DIGITS = str.maketrans("0123456789", "०१२३४५६७८९")

# Organisation, domain of the address, how many: enough that lists page and charts show differences.
CROWD = [
    ("DOPT", "dopt", 6), ("DOPT-TRG", "dopt", 8), ("DOPT-ESTT", "dopt", 8), ("DOPT-AVD", "dopt", 6), ("DOPT-CSD", "dopt", 8),
    ("ISTM", "istm", 6), ("LBSNAA", "lbsnaa", 4), ("DOE", "mof", 6), ("DEA", "mof", 4), ("DOR", "mof", 4), ("CBIC", "mof", 4),
]  # fmt: skip
DESIGNATIONS = ["Assistant Section Officer", "Section Officer", "Under Secretary", "Upper Division Clerk"]


def crowd() -> list[DemoPerson]:
    """A few dozen further learners, the same ones each time."""
    people = []
    for organisation, domain, count in CROWD:
        for _ in range(count):
            number = len(people) + 1
            name, name_in_hindi = FIRST_NAMES[(number - 1) % len(FIRST_NAMES)]
            people.append(
                DemoPerson(
                    email=f"{name.lower()}.{number:02d}@{domain}.igot.example",
                    name=f"Test Person {name} {number:02d} (demo)",
                    name_in_hindi=f"परीक्षण व्यक्ति {name_in_hindi} {number:02d} (डेमो)".translate(DIGITS),
                    organisation=organisation,
                    designation=DESIGNATIONS[number % len(DESIGNATIONS)],
                )
            )
    return people


DEMO_ACCOUNTS = [DemoAccount(person.label, person.email, DEMO_PASSWORD, person.what_to_try) for person in CAST]
