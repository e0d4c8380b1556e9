"""Every index says for whom it is kept."""

from django.db import migrations

READERS = {
    "courses_of_an_owner": "courses.authoring.queries.courses_of: the courses of a provider, the newest first",
    "listing_full_text": "courses.catalogue.queries.search: by words, English and Hindi",
    "listing_misspelt": "courses.catalogue.queries.search: by beginnings and near misses",
    "enrolments_of_a_learner": "courses.learning.queries.my_learning: what was opened last first",
    "enrolments_of_a_course": "courses.learning.queries.completed_courses: who of many has completed a course that a plan asks for",
    "enrolments_of_an_organisation": "courses.learning.queries.enrolments_in: enrolments and completions of a subtree, page by page",
    "events_of_an_enrolment": "courses.learning.services.recheck: the events of one enrolment, by resource",
    "certificates_of_a_learner": "courses.certificates.queries.certificates_of, the newest first",
}


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_guard_history")]

    operations = [
        migrations.RunSQL(f"COMMENT ON INDEX {index} IS '{reader}'", f"COMMENT ON INDEX {index} IS NULL")
        for index, reader in READERS.items()
    ]
