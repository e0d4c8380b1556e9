"""The one block `make demo` prints when the first page answers."""

from igot.local.stack import Stack
from igot.seed.people import DEMO_ACCOUNTS

RULE = "-" * 96


def block(stack: Stack, *, seconds: float) -> str:
    """Address, accounts with their passwords, what to try, where the mails go."""
    widths = [max(len(account[column]) for account in DEMO_ACCOUNTS) for column in range(2)]
    lines = []
    for account in DEMO_ACCOUNTS:
        lines.append(f"{account.role:<{widths[0]}}  {account.email:<{widths[1]}}  {account.password}")
        lines.append(f"    {account.what_to_try}")
    return "\n".join(
        [
            "",
            RULE,
            f"igot is running at {stack.address}   (up after {seconds:.0f} s; Ctrl-C stops it, the data stays)",
            "",
            *lines,
            "",
            f"Hindi: the language switch on every page.   API: {stack.address}/api/v1/docs/",
            f"Mails it would send: {stack.folder / 'mail'}   Logs: {stack.logs}",
            RULE,
        ]
    )
