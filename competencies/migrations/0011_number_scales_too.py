"""What work asks is kept with its scale: a scale that changes gives it another number, too."""

from django.db import migrations

TABLES = ("competencies_scale", "competencies_scalelevel")
FORWARD = "".join(
    f"CREATE TRIGGER work_is_asked_by_{table} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION competencies_asked_changed();\n"
    for table in TABLES
)
BACKWARD = "".join(f"DROP TRIGGER work_is_asked_by_{table} ON {table};\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("competencies", "0010_number_what_work_asks")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
