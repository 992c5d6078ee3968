"""The machines that act under names of their own, with fixed ids; staff start at 100."""

from django.db import migrations

MACHINES = """
INSERT INTO people_user (id, password, email, name, roles, tier, language, is_machine, is_active, created_at) VALUES
    (1, '!', 'public-site@machine.invalid', 'Public site', '{public_site}', 0, 'en', true, true, '2026-01-01'),
    (2, '!', 'system@machine.invalid', 'Firstpoint', '{system}', 0, 'en', true, true, '2026-01-01');
SELECT setval(pg_get_serial_sequence('people_user', 'id'), 100, false);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunSQL(MACHINES, "DELETE FROM people_user WHERE is_machine")]
