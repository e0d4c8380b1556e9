"""The only writers of courses, their releases and files."""

from courses.authoring.services.assets import store_asset
from courses.authoring.services.courses import create_course, next_draft, retire_course, set_visibility
from courses.authoring.services.details import change_release, tag_competency, untag_competency
from courses.authoring.services.modules import add_module, change_module, move_module, remove_module
from courses.authoring.services.releasing import (
    mark_reviewed,
    publish_release,
    return_release,
    submit_release,
    withdraw_release,
)
from courses.authoring.services.resources import (
    add_resource,
    change_resource,
    move_resource,
    put_resource,
    remove_captions,
    remove_resource,
    set_captions,
)

__all__ = [
    "add_module",
    "add_resource",
    "change_module",
    "change_release",
    "change_resource",
    "create_course",
    "mark_reviewed",
    "move_module",
    "move_resource",
    "next_draft",
    "publish_release",
    "put_resource",
    "remove_captions",
    "remove_module",
    "remove_resource",
    "retire_course",
    "return_release",
    "set_captions",
    "set_visibility",
    "store_asset",
    "submit_release",
    "tag_competency",
    "untag_competency",
    "withdraw_release",
]
