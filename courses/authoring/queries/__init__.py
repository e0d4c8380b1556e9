"""Readers of courses, releases and their outlines."""

from courses.authoring.queries.checks import Problem, problems
from courses.authoring.queries.courses import (
    IN_THE_MAKING,
    SHARE_KIND,
    asset,
    courses_of,
    courses_open_to,
    courses_tagged,
    current_outline,
    languages_of,
    module_of,
    outline,
    release,
    release_in_the_making,
    releases_holding,
    resource_of,
    resources_of,
    shown_release,
    titles_by_public_id,
)
from courses.authoring.queries.difference import Change, change_class, difference
from courses.authoring.queries.prints import module_print, release_print, resource_print

__all__ = [
    "IN_THE_MAKING",
    "SHARE_KIND",
    "Change",
    "Problem",
    "asset",
    "change_class",
    "courses_of",
    "courses_open_to",
    "courses_tagged",
    "current_outline",
    "difference",
    "languages_of",
    "module_of",
    "module_print",
    "outline",
    "problems",
    "release",
    "release_in_the_making",
    "release_print",
    "releases_holding",
    "resource_of",
    "resource_print",
    "resources_of",
    "shown_release",
    "titles_by_public_id",
]
