"""The one block `make demo` prints when the first page answers."""

from igot.local.stack import Stack
from igot.seed.people import DEMO_ACCOUNTS

HEADINGS = ("who", "e-mail", "password", "what to try")


def block(stack: Stack, *, seconds: float) -> str:
    """Address, accounts with their passwords, what to try, where the mails go."""
    rows = [HEADINGS, *DEMO_ACCOUNTS]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = ["  ".join([*(row[i].ljust(widths[i]) for i in range(3)), row[3]]) for row in rows]
    rule = "-" * max(map(len, lines))
    return "\n".join(
        [
            "",
            rule,
            f"igot is running at {stack.address}   (up after {seconds:.0f} s; Ctrl-C stops it, the data stays)",
            "",
            *lines,
            "",
            f"Hindi: the language switch on every page.   API: {stack.address}/api/v1/docs/",
            f"Mails it would send: {stack.folder / 'mail'}   Logs: {stack.logs}",
            rule,
        ]
    )
