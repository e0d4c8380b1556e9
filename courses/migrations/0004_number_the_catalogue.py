"""The catalogue has a number that goes up with whatever its pages show, so that what is kept of them is never stale."""

from django.db import migrations, models

TABLES = (
    "courses_course",
    "courses_listing",
    "organisations_organisation",
    "organisations_share",
    "competencies_competency",
    "competencies_scalelevel",
)
# Each number is used once, also where a transaction was rolled back or the table was emptied.
FUNCTION = """
CREATE SEQUENCE courses_edition_numbers;
INSERT INTO courses_edition (id, number) VALUES (1, nextval('courses_edition_numbers'));
CREATE FUNCTION courses_catalogue_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO courses_edition (id, number) VALUES (1, nextval('courses_edition_numbers'))
    ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number;
    RETURN NULL;
END $$;
"""
FORWARD = FUNCTION + "".join(
    f"CREATE TRIGGER catalogue_shows_{table} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION courses_catalogue_changed();\n"
    for table in TABLES
)
BACKWARD = (
    "".join(f"DROP TRIGGER catalogue_shows_{table} ON {table};\n" for table in TABLES)
    + "DROP FUNCTION courses_catalogue_changed(); DROP SEQUENCE courses_edition_numbers;"
)


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0003_say_who_reads_the_indexes"),
        ("competencies", "0001_create"),
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
