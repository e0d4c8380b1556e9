"""The one block `make demo` prints when the first page answers."""

import json
import subprocess
from dataclasses import dataclass

from igot.local.places import PYTHON, ROOT
from igot.local.stack import Stack


@dataclass(frozen=True)
class Account:
    """One of the invented people, as the seed declares them."""

    role: str
    email: str
    password: str


TRY = (
    "The learner: My iGOT shows what is due, who ordered it and why; open a course, finish it, get the certificate.",
    "The plan manager drafts the annual plan, the CBC reviewer approves it, the organisation leader publishes it.",
    "The course creator uploads a course; a reviewer and a publisher, two other people, release it.",
)


def block(stack: Stack, *, seconds: float) -> str:
    """Address, accounts with their passwords, what to try, where the mails go."""
    people = demo_accounts()
    widths = [max(len(getattr(person, part)) for person in people) for part in ("role", "email")]
    line = "-" * 100
    return "\n".join(
        [
            "",
            line,
            f"igot is running at {stack.address}   (up after {seconds:.0f} s; Ctrl-C stops it, the data stays)",
            "",
            *(f"  {p.role:<{widths[0]}}  {p.email:<{widths[1]}}  {p.password}" for p in people),
            "",
            *(f"  * {hint}" for hint in TRY),
            f"  * The API and its documentation: {stack.address}/api/v1/docs/",
            "",
            f"Mails it would send: {stack.folder / 'mail'}    Logs: {stack.logs}",
            line,
        ]
    )


def demo_accounts() -> list[Account]:
    """Ask the seed who may sign in; in a process of its own, for the seed may need Django."""
    question = (
        "import json; from igot.seed.people import DEMO_ACCOUNTS; "
        "print(json.dumps([[a.role, a.email, a.password] for a in DEMO_ACCOUNTS]))"
    )
    answer = subprocess.run([PYTHON, "-c", question], cwd=ROOT, capture_output=True, text=True, check=True)
    return [Account(*row) for row in json.loads(answer.stdout)]
