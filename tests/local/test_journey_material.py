"""The course of the journey: what its provider uploads is what the product takes, and short."""

import io

import pypdf
from django.core.files.base import ContentFile

from courses.authoring.inspection.sound import seconds_of_video
from courses.learning.rules import reading_seconds
from igot.local.journey import learning, material


def test_the_video_is_as_long_as_the_learner_plays_it():
    assert seconds_of_video(ContentFile(material.content("numbering.mp4"))) == learning.SECONDS_OF_VIDEO
    assert material.text("numbering.en.vtt").startswith("WEBVTT")


def test_the_page_is_read_in_a_quarter_of_a_minute():
    assert reading_seconds(len(material.text("page.md").split()), minutes=1) <= 15


def test_the_document_has_one_page():
    assert len(pypdf.PdfReader(io.BytesIO(material.content("checklist.pdf"))).pages) == 1
