"""The number that moves with every publication; from a sequence, so that no number ever comes twice."""

from django.db import migrations

PUBLISHED = """
CREATE SEQUENCE core_revision_number;
CREATE TABLE core_revision (
    id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    number bigint NOT NULL
);
INSERT INTO core_revision (number) VALUES (nextval('core_revision_number'));
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_quiet_job_queue")]
    operations = [
        migrations.RunSQL(PUBLISHED, "DROP TABLE core_revision; DROP SEQUENCE core_revision_number;"),
    ]
