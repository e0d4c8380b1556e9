"""Question versions and answers are append-only."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER answer_is_append_only BEFORE UPDATE OR DELETE ON assessments_answer
    FOR EACH ROW EXECUTE FUNCTION igot_append_only();
CREATE TRIGGER question_version_is_append_only BEFORE UPDATE OR DELETE ON assessments_questionversion
    FOR EACH ROW EXECUTE FUNCTION igot_append_only();
"""
BACKWARD = """
DROP TRIGGER question_version_is_append_only ON assessments_questionversion;
DROP TRIGGER answer_is_append_only ON assessments_answer;
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_create"), ("journal", "0002_partition_facts")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
