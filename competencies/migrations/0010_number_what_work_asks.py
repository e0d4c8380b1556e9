"""What work asks of people has a number that changes with every part of it, so that what is kept of it is never stale."""

from django.db import migrations, models

TABLES = (
    "competencies_position",
    "competencies_positionrole",
    "competencies_requirement",
    "competencies_workrole",
    "competencies_competency",
    "organisations_organisation",
    "organisations_designation",
)
# Each number is used once, also where a transaction was rolled back or the table was emptied.
FUNCTION = """
CREATE SEQUENCE competencies_edition_numbers;
INSERT INTO competencies_edition (id, number) VALUES (1, nextval('competencies_edition_numbers'));
CREATE FUNCTION competencies_asked_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO competencies_edition (id, number) VALUES (1, nextval('competencies_edition_numbers'))
    ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number;
    RETURN NULL;
END $$;
"""
FORWARD = FUNCTION + "".join(
    f"CREATE TRIGGER work_is_asked_by_{table} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION competencies_asked_changed();\n"
    for table in TABLES
)
BACKWARD = (
    "".join(f"DROP TRIGGER work_is_asked_by_{table} ON {table};\n" for table in TABLES)
    + "DROP FUNCTION competencies_asked_changed(); DROP SEQUENCE competencies_edition_numbers;"
)


class Migration(migrations.Migration):
    dependencies = [
        ("competencies", "0009_find_words_in_the_dictionary"),
        ("organisations", "0001_create"),
    ]
    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(default=1)),
            ],
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
