"""Those who ask every address."""

ROLES = [
    "learner",
    "learner2",
    "stranger",
    "stranger_admin",
    "admin",
    "leader",
    "manager",
    "auditor",
    "reviewer",
    "creator",
    "content_reviewer",
    "publisher",
    "platform_admin",
]
SIGNED_IN = set(ROLES)
ANYBODY = {"anonymous", *ROLES}
NOBODY: set[str] = set()
