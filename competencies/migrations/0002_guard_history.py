"""Evidence changes only in whose subtree it lies; withdrawals are append-only."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION competencies_guard_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'organisation_id') IS DISTINCT FROM (to_jsonb(OLD) - 'organisation_id') THEN
        RAISE EXCEPTION 'evidence is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evidence_is_append_only BEFORE UPDATE OR DELETE ON competencies_evidence
    FOR EACH ROW EXECUTE FUNCTION competencies_guard_evidence();
CREATE TRIGGER withdrawal_is_append_only BEFORE UPDATE OR DELETE ON competencies_withdrawal
    FOR EACH ROW EXECUTE FUNCTION igot_append_only();
"""
BACKWARD = """
DROP TRIGGER withdrawal_is_append_only ON competencies_withdrawal;
DROP TRIGGER evidence_is_append_only ON competencies_evidence;
DROP FUNCTION competencies_guard_evidence();
"""


class Migration(migrations.Migration):
    dependencies = [("competencies", "0001_create"), ("journal", "0002_partition_facts")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
