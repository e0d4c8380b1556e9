"""The dictionary of competencies is searched in its definitions and by Hindi names, too."""

from django.db import migrations

COLUMNS = {"definition": "lower(definition)", "hindi_name": "lower(translations #>> '{hi,name}')"}


def _index(name: str, expression: str) -> migrations.RunSQL:
    index = f"competencies_competency_{name}_trigrams"
    return migrations.RunSQL(
        f"CREATE INDEX {index} ON competencies_competency USING gin (({expression}) gin_trgm_ops);"
        f"COMMENT ON INDEX {index} IS 'competencies.framework.queries.reading: search in the dictionary'",
        f"DROP INDEX {index}",
    )


class Migration(migrations.Migration):
    dependencies = [("competencies", "0008_who_was_shown")]

    operations = [_index(name, expression) for name, expression in COLUMNS.items()]
