"""Progress events are partitioned by learner; decisions are append-only; a published release is never edited."""

from django.db import migrations

FORWARD = """
DROP TABLE courses_progressevent;
CREATE TABLE courses_progressevent (
    learner_id bigint NOT NULL,
    event_id uuid NOT NULL,
    enrolment_id bigint NOT NULL,
    resource uuid NOT NULL,
    device varchar(64) NOT NULL,
    sequence integer NOT NULL CHECK (sequence >= 0),
    kind varchar(20) NOT NULL,
    "values" jsonb NOT NULL,
    verdict varchar(12) NOT NULL,
    client_at timestamptz NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (learner_id, event_id)
) PARTITION BY HASH (learner_id);
CREATE TABLE courses_progressevent_p0 PARTITION OF courses_progressevent FOR VALUES WITH (MODULUS 4, REMAINDER 0);
CREATE TABLE courses_progressevent_p1 PARTITION OF courses_progressevent FOR VALUES WITH (MODULUS 4, REMAINDER 1);
CREATE TABLE courses_progressevent_p2 PARTITION OF courses_progressevent FOR VALUES WITH (MODULUS 4, REMAINDER 2);
CREATE TABLE courses_progressevent_p3 PARTITION OF courses_progressevent FOR VALUES WITH (MODULUS 4, REMAINDER 3);
CREATE INDEX events_of_an_enrolment ON courses_progressevent (enrolment_id, resource);
COMMENT ON INDEX events_of_an_enrolment IS 'reader: recheck of an enrolment';

CREATE TRIGGER progress_event_is_append_only BEFORE UPDATE OR DELETE ON courses_progressevent
    FOR EACH ROW EXECUTE FUNCTION igot_append_only();
CREATE TRIGGER completion_decision_is_append_only BEFORE UPDATE OR DELETE ON courses_completiondecision
    FOR EACH ROW EXECUTE FUNCTION igot_append_only();

CREATE FUNCTION courses_release_is_closed(release bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT state IN ('published', 'superseded', 'retired') FROM courses_release WHERE id = release
$$;
CREATE FUNCTION courses_guard_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state IN ('published', 'superseded', 'retired') THEN
            RAISE EXCEPTION 'a published release is never deleted' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state IN ('published', 'superseded', 'retired')
       AND (to_jsonb(NEW) - 'state' - 'changed_at') IS DISTINCT FROM (to_jsonb(OLD) - 'state' - 'changed_at') THEN
        RAISE EXCEPTION 'a published release is never edited' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER release_is_never_edited BEFORE UPDATE OR DELETE ON courses_release
    FOR EACH ROW EXECUTE FUNCTION courses_guard_release();

CREATE FUNCTION courses_guard_module() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF courses_release_is_closed(COALESCE(NEW.release_id, OLD.release_id)) THEN
        RAISE EXCEPTION 'a published release is never edited' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER module_of_a_published_release_stays BEFORE INSERT OR UPDATE OR DELETE ON courses_module
    FOR EACH ROW EXECUTE FUNCTION courses_guard_module();

CREATE FUNCTION courses_guard_resource() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF courses_release_is_closed((SELECT release_id FROM courses_module WHERE id = COALESCE(NEW.module_id, OLD.module_id))) THEN
        RAISE EXCEPTION 'a published release is never edited' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER resource_of_a_published_release_stays BEFORE INSERT OR UPDATE OR DELETE ON courses_resource
    FOR EACH ROW EXECUTE FUNCTION courses_guard_resource();

CREATE FUNCTION courses_guard_tag() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF courses_release_is_closed(COALESCE(NEW.release_id, OLD.release_id)) THEN
        RAISE EXCEPTION 'a published release is never edited' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER competencies_of_a_published_release_stay BEFORE INSERT OR UPDATE OR DELETE ON courses_releasecompetency
    FOR EACH ROW EXECUTE FUNCTION courses_guard_tag();

CREATE FUNCTION courses_guard_captions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF courses_release_is_closed((
        SELECT m.release_id FROM courses_module m JOIN courses_resource r ON r.module_id = m.id
        WHERE r.id = COALESCE(NEW.resource_id, OLD.resource_id)
    )) THEN
        RAISE EXCEPTION 'a published release is never edited' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER captions_of_a_published_release_stay BEFORE INSERT OR UPDATE OR DELETE ON courses_captions
    FOR EACH ROW EXECUTE FUNCTION courses_guard_captions();
"""

BACKWARD = """
DROP TRIGGER captions_of_a_published_release_stay ON courses_captions;
DROP TRIGGER competencies_of_a_published_release_stay ON courses_releasecompetency;
DROP FUNCTION courses_guard_captions();
DROP FUNCTION courses_guard_tag();
DROP TRIGGER resource_of_a_published_release_stays ON courses_resource;
DROP TRIGGER module_of_a_published_release_stays ON courses_module;
DROP TRIGGER release_is_never_edited ON courses_release;
DROP FUNCTION courses_guard_resource();
DROP FUNCTION courses_guard_module();
DROP FUNCTION courses_guard_release();
DROP FUNCTION courses_release_is_closed(bigint);
DROP TRIGGER completion_decision_is_append_only ON courses_completiondecision;
DROP TRIGGER progress_event_is_append_only ON courses_progressevent;
"""


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_create"), ("journal", "0002_partition_facts")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
