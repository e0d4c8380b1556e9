"""The journey's ground: a fresh copy of a seeded installation, kept so that the next walk need not seed again."""

import shutil

from igot.local.places import ROOT
from igot.local.postgres import Postgres
from igot.local.readiness import APPS, get_ready
from igot.local.stack import DATABASE, Stack
from igot.local.stamps import Stamps, fingerprint

KEPT = "seeded"


def lay(stack: Stack) -> bool:
    """Give the stack a database and uploads as the seed leaves them; True when a kept copy could be used."""
    postgres = stack.postgres
    if postgres is None:
        raise RuntimeError("the journey runs on its own Postgres")
    stamps, wanted = Stamps(stack.folder / "done"), _everything_the_seed_runs()
    media, kept_media = stack.folder / "media", stack.folder / KEPT
    postgres.drop_database(DATABASE)
    shutil.rmtree(media, ignore_errors=True)
    if stamps.is_fresh(KEPT, wanted) and postgres.has_database(KEPT):
        postgres.create_database(DATABASE, like=KEPT)
        if kept_media.exists():
            shutil.copytree(kept_media, media)
        get_ready(stack)
        return True
    for step in ("migrate", "seed"):
        stamps.forget(step)
    postgres.create_database(DATABASE)
    get_ready(stack)
    _keep(postgres)
    shutil.rmtree(kept_media, ignore_errors=True)
    if media.exists():
        shutil.copytree(media, kept_media)
    stamps.set(KEPT, wanted)
    return False


def _keep(postgres: Postgres) -> None:
    postgres.drop_database(KEPT)
    postgres.create_database(KEPT, like=DATABASE)


def _everything_the_seed_runs() -> str:
    """Seeding calls the services themselves, so any line of the product may change what it leaves."""
    sources = [
        path for app in APPS for path in (ROOT / app).rglob("*") if path.suffix in {".py", ".json", ".md", ".vtt"}
    ]
    return fingerprint(path for path in sources if "local" not in path.parts)
