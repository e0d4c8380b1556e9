"""Who gets in where: the dictionaries, FRACing, releases."""

from typing import Any

from tests.architecture.access_api import Line
from tests.architecture.people import NOBODY, SIGNED_IN

# The authors of the world are nobody in this matrix: what they write is theirs alone.
FRACERS = {"admin", "auditor", "reviewer"}


def _item(w: Any) -> dict[str, Any]:
    return {"kind": "competency", "public_id": w.competency.public_id}


def _item_here(w: Any) -> dict[str, Any]:
    return {"slug": "dopt", **_item(w)}


def _wording(w: Any) -> dict[str, Any]:
    return {"slug": "dopt", "public_id": w.revision.public_id}


def _in_dopt(w: Any) -> dict[str, Any]:
    return {"public_id": w.cast.dopt.public_id}


def _api_item(w: Any) -> dict[str, Any]:
    return {**_in_dopt(w), "kind": "competency", "item_id": w.competency.public_id}


def _api_wording(w: Any) -> dict[str, Any]:
    return {**_in_dopt(w), "revision_id": w.revision.public_id}


def _proposal(w: Any) -> dict[str, Any]:
    return {"slug": "dopt", "public_id": w.proposal.public_id}


def _api_proposal(w: Any) -> dict[str, Any]:
    return {**_in_dopt(w), "proposal_id": w.proposal.public_id}


POSTED = {
    "proposal_take_back",
    "api_proposal_take_back",
    "frac_revise",
    "revision_submit",
    "revision_take_back",
    "api_revision_submit",
    "api_revision_take_back",
    "api_retire",
    "api_merge",
    "api_release_publish",
}
FRAC: dict[str, Line] = {
    "item_list": (lambda w: {"kind": "role"}, SIGNED_IN),
    "item": (_item, SIGNED_IN),
    "item_versions": (_item, SIGNED_IN),
    "releases": (lambda w: {}, SIGNED_IN),
    "release": (lambda w: {"number": 1}, SIGNED_IN),
    "frac": (lambda w: {"slug": "dopt"}, FRACERS),
    "frac_item": (_item_here, FRACERS),
    "frac_duplicates": (lambda w: {"slug": "dopt", "kind": "competency"}, FRACERS),
    "frac_new": (lambda w: {"slug": "dopt", "kind": "competency"}, NOBODY),
    "frac_revise": (_item_here, NOBODY),
    "frac_retire": (_item_here, NOBODY),
    "frac_merge": (_item_here, NOBODY),
    "proposal": (_proposal, FRACERS),
    "proposal_take_back": (_proposal, NOBODY),
    "release_new": (lambda w: {"slug": "dopt"}, {"reviewer"}),
    "revision": (_wording, FRACERS),
    "revision_edit": (_wording, NOBODY),
    "revision_submit": (_wording, NOBODY),
    "revision_take_back": (_wording, NOBODY),
    "revision_discard": (_wording, NOBODY),
    "api_items": (lambda w: {"kind": "role"}, SIGNED_IN),
    "api_item": (_item, SIGNED_IN),
    "api_item_versions": (_item, SIGNED_IN),
    "api_releases": (lambda w: {}, SIGNED_IN),
    "api_release": (lambda w: {"number": 1}, SIGNED_IN),
    "api_revisions": (_in_dopt, FRACERS),
    "api_revision": (_api_wording, FRACERS),
    "api_revision_submit": (_api_wording, NOBODY),
    "api_revision_take_back": (_api_wording, NOBODY),
    "api_standing": (_api_item, FRACERS),
    "api_retire": (_api_item, NOBODY),
    "api_merge": (_api_item, NOBODY),
    "api_proposals": (_in_dopt, FRACERS),
    "api_proposal": (_api_proposal, FRACERS),
    "api_proposal_take_back": (_api_proposal, NOBODY),
    "api_release_publish": (_in_dopt, {"reviewer"}),
}
