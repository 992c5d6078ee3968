"""The journal (partitioned by year, append-only), stored files and the unlogged counters of rate limits."""

import datetime

from django.db import migrations, models
from django.db.models.functions import Now

JOURNAL = """
CREATE TABLE core_incarnation (
    number smallint PRIMARY KEY,
    system_identifier bigint NOT NULL
);

-- The number of this life of the data. Transaction numbers count anew in another cluster, so a dump that is restored
-- there starts the next incarnation with its first event.
CREATE FUNCTION core_incarnation() RETURNS smallint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    cluster bigint := (SELECT system_identifier FROM pg_control_system());
    latest core_incarnation;
BEGIN
    SELECT * INTO latest FROM core_incarnation ORDER BY number DESC LIMIT 1;
    IF latest.system_identifier = cluster THEN
        RETURN latest.number;
    END IF;
    LOCK TABLE core_incarnation IN EXCLUSIVE MODE;
    SELECT * INTO latest FROM core_incarnation ORDER BY number DESC LIMIT 1;
    IF latest.system_identifier = cluster THEN
        RETURN latest.number;
    END IF;
    INSERT INTO core_incarnation VALUES (coalesce(latest.number, 0) + 1, cluster) RETURNING * INTO latest;
    RETURN latest.number;
END $$;

CREATE SEQUENCE core_event_id_seq;

CREATE TABLE core_event (
    id bigint NOT NULL DEFAULT nextval('core_event_id_seq'),
    at timestamptz NOT NULL,
    type varchar(64) NOT NULL,
    subject_type varchar(64) NOT NULL,
    subject_id bigint NOT NULL,
    customer_id bigint,
    case_id bigint,
    contact_id bigint,
    actor_id bigint NOT NULL,
    channel varchar(16) NOT NULL DEFAULT '',
    is_look boolean NOT NULL DEFAULT false,
    data jsonb NOT NULL DEFAULT '{}',
    incarnation smallint NOT NULL DEFAULT core_incarnation(),
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);

CREATE INDEX core_event_commit_order ON core_event (incarnation, xid, id);
CREATE INDEX core_event_of_case ON core_event (case_id, at DESC) WHERE NOT is_look AND case_id IS NOT NULL;
CREATE INDEX core_event_of_customer ON core_event (customer_id, at DESC) WHERE NOT is_look AND customer_id IS NOT NULL;
CREATE INDEX core_event_of_contact ON core_event (contact_id, at DESC) WHERE NOT is_look AND contact_id IS NOT NULL;
CREATE INDEX core_event_looks ON core_event (subject_type, subject_id, at DESC) WHERE is_look;

-- Make the yearly partitions from one year to another, both included. The application's role may call it and cannot
-- make tables otherwise.
CREATE FUNCTION core_ensure_event_partitions(first_year integer, last_year integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF first_year < 1970 OR last_year > 2200 THEN
        RAISE EXCEPTION 'journal partitions are for the years 1970 to 2200';
    END IF;
    FOR year IN first_year..last_year LOOP
        EXECUTE format(
            'CREATE TABLE IF NOT EXISTS core_event_%s PARTITION OF core_event FOR VALUES FROM (%L) TO (%L)',
            year, make_timestamptz(year, 1, 1, 0, 0, 0, 'UTC'), make_timestamptz(year + 1, 1, 1, 0, 0, 0, 'UTC')
        );
    END LOOP;
END $$;
"""


def first_partitions(apps, schema_editor):
    """Reach back far enough for imported history and ahead for two years, and begin the first incarnation.

    Left to the first event, the beginning would make everybody else wait for that event's transaction.
    """
    schema_editor.execute("SELECT core_incarnation()")
    year = datetime.datetime.now(datetime.UTC).year
    schema_editor.execute("SELECT core_ensure_event_partitions(%s, %s)", (year - 6, year + 2))


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("type", models.CharField(max_length=64)),
                ("subject_type", models.CharField(max_length=64)),
                ("subject_id", models.BigIntegerField()),
                ("customer_id", models.BigIntegerField(null=True)),
                ("case_id", models.BigIntegerField(null=True)),
                ("contact_id", models.BigIntegerField(null=True)),
                ("actor_id", models.BigIntegerField()),
                ("channel", models.CharField(max_length=16)),
                ("is_look", models.BooleanField(default=False)),
                ("data", models.JSONField(default=dict)),
                ("incarnation", models.SmallIntegerField()),
                ("xid", models.BigIntegerField()),
            ],
            options={"db_table": "core_event", "managed": False},
        ),
        migrations.RunSQL(
            JOURNAL,
            """
            DROP TABLE core_event CASCADE;
            DROP SEQUENCE core_event_id_seq;
            DROP FUNCTION core_incarnation();
            DROP FUNCTION core_ensure_event_partitions(integer, integer);
            DROP TABLE core_incarnation;
            """,
        ),
        migrations.RunPython(first_partitions, migrations.RunPython.noop),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
                ("content", models.BinaryField()),
                ("stored_at", models.DateTimeField(db_default=Now())),
            ],
        ),
        migrations.CreateModel(
            name="RateCount",
            fields=[
                ("key", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("window_ends_at", models.DateTimeField()),
                ("count", models.IntegerField()),
            ],
        ),
        migrations.RunSQL("ALTER TABLE core_ratecount SET UNLOGGED", migrations.RunSQL.noop),
    ]
