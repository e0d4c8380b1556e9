"""Index of the rooms' models, so that Django sees one app."""

from courses.authoring.models import Asset, Captions, Course, Module, Release, ReleaseCompetency, Resource
from courses.catalogue.models import Edition, Listing
from courses.certificates.models import Certificate
from courses.learning.models import CompletionDecision, Enrolment, ProgressEvent, ResourceProgress

__all__ = [
    "Asset",
    "Captions",
    "Certificate",
    "CompletionDecision",
    "Course",
    "Edition",
    "Enrolment",
    "Listing",
    "Module",
    "ProgressEvent",
    "Release",
    "ReleaseCompetency",
    "Resource",
    "ResourceProgress",
]
