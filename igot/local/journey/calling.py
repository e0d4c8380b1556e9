"""A REST client of DoPT reads what it may, page by page, and nothing of anybody else."""

from typing import Any
from urllib.parse import urljoin

import requests

from igot.local.journey import material, planning
from igot.local.journey.walk import Stumbled, Walk
from igot.seed.people import CLIENT_ID, LEARNER_WITH_HISTORY

PER_PAGE = 30
WHO = "REST client of DoPT"


class Client:
    """A program with a token."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Connection"] = "close"
        self.pages = 0

    def sign_in(self, secret: str) -> None:
        """Client credentials for a token."""
        told = self.session.post(
            urljoin(self.address, "/oauth/token/"),
            data={"grant_type": "client_credentials"},
            auth=(CLIENT_ID, secret),
            timeout=60,
        )
        if told.status_code != 200:
            raise Stumbled(f"no token for {CLIENT_ID}: {told.status_code} {told.text[:300]}")
        self.session.headers["Authorization"] = f"Bearer {told.json()['access_token']}"

    def everything(self, path: str) -> list[dict[str, Any]]:
        """All pages of a list."""
        rows: list[dict[str, Any]] = []
        self.pages, address = 0, urljoin(self.address, f"{path}?limit={PER_PAGE}")
        while address:
            answer = self.session.get(address, timeout=60)
            if answer.status_code != 200:
                raise Stumbled(f"{address} answered {answer.status_code}: {answer.text[:300]}")
            body = answer.json()
            self.pages += 1
            rows += body["results"]
            address = body["next"] or ""
        ids = {row.get("id") or row.get("public_id") for row in rows}
        if len(ids) != len(rows):
            raise Stumbled(f"{path}: {len(rows)} rows, but only {len(ids)} different ones")
        return rows


def a_client_reads_what_is_asked(walk: Walk) -> None:
    """Token, tree, plans, assignments; then the door of another ministry."""
    client = walk.found["client"] = Client(walk.address)
    client.sign_in((walk.stack.folder / "demo-client-secret").read_text(encoding="ascii").strip())
    tree = client.everything("/api/v1/organisations/")
    walk.found["tree"] = {one["code"]: one["public_id"] for one in tree}
    walk.say(WHO, f"got a token; its tree has {len(tree)} organisations")
    _read(walk, "plans")
    asked = [row for row in _read(walk, "assignments") if row["plan"]["title"] == planning.TITLE]
    people = {row["learner"]["id"] for row in asked}
    if len(people) != walk.found["people reached"]:
        raise Stumbled(f"by the API the journey's plan asks {len(people)} people, not {walk.found['people reached']}")
    walk.say(WHO, f"among them {len(people)} people asked by the journey's plan")
    _others_stay_closed(walk, client, set(walk.found["tree"].values()))


def a_client_reads_what_was_done(walk: Walk) -> None:
    """Completions, with the learner's of just now."""
    done = [row for row in _read(walk, "completions") if row["course"]["title"] == material.TITLE]
    who = [row["learner"]["email"] for row in done]
    if who != [LEARNER_WITH_HISTORY]:
        raise Stumbled(f"by the API “{material.TITLE}” was completed by {who}")
    walk.say(WHO, f"among them “{material.TITLE}”, completed by {who[0]} at {done[0]['completed_at'][:16]}")


def _read(walk: Walk, name: str) -> list[dict[str, Any]]:
    client, tree = walk.found["client"], walk.found["tree"]
    rows: list[dict[str, Any]] = client.everything(f"/api/v1/organisations/{tree['DOPT']}/{name}/")
    foreign = [row for row in rows if row["organisation"]["id"] not in tree.values()]
    if foreign or not rows:
        raise Stumbled(f"{name}: {len(rows)} rows, {len(foreign)} of them not of DoPT")
    walk.say(WHO, f"{name}: {len(rows)}, by {PER_PAGE} a page, pages read: {client.pages}; nothing of another ministry")
    return rows


def _others_stay_closed(walk: Walk, client: Client, ours: set[str]) -> None:
    other = walk.person("admin@mof.igot.example")
    finance = other.session.get(urljoin(walk.address, "/api/v1/organisations/"), timeout=60).json()["results"]
    theirs = next(one["public_id"] for one in finance if one["code"] == "M-FIN")
    if theirs in ours:
        raise Stumbled("the Ministry of Finance stands in DoPT's tree")
    statuses = []
    for name in ("plans", "assignments", "completions"):
        answer = client.session.get(urljoin(walk.address, f"/api/v1/organisations/{theirs}/{name}/"), timeout=60)
        statuses.append(answer.status_code)
    if statuses != [404, 404, 404]:
        raise Stumbled(f"the Ministry of Finance answers a client of DoPT with {statuses}")
    other.get(walk.found["plan page"], status=404)
    walk.say(WHO, "plans, assignments and completions of the Ministry of Finance: 404, 404, 404")
    walk.say("administrator of Finance", "the address of DoPT's plan: 404")
