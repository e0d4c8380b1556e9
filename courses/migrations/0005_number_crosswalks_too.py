"""What counts for a competency on another scale is decided by the crosswalk: the catalogue's number follows it, too."""

from django.db import migrations

FORWARD = (
    "CREATE TRIGGER catalogue_shows_competencies_levellink"
    " AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON competencies_levellink"
    " FOR EACH STATEMENT EXECUTE FUNCTION courses_catalogue_changed()"
)
BACKWARD = "DROP TRIGGER catalogue_shows_competencies_levellink ON competencies_levellink"


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0004_number_the_catalogue"),
        ("competencies", "0005_frac_in_full"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
