"""In which language a text of a course is shown."""

from django.utils import translation

from courses.authoring.models import Resource
from courses.learning.presenting import content_language


def test_a_transcript_is_shown_in_the_readers_language_where_there_is_one() -> None:
    recording = Resource(transcript="Said.", translations={"hi": {"transcript": "कहा गया।"}})
    with translation.override("hi"):
        assert content_language(recording, "en", "transcript") == "hi"
        assert recording.in_language("transcript") == "कहा गया।"
        assert content_language(recording, "en") == "en"
