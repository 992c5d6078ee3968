"""Drop the job queue's notification on every insert, since PostgreSQL serialises commits that notify; workers poll."""

from django.db import migrations

RESTORE = """
CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1
    AFTER INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_notify_queue_job_inserted_v1();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_journal"), ("procrastinate", "0041_post_retry_failed_job")]

    operations = [
        migrations.RunSQL("DROP TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 ON procrastinate_jobs", RESTORE)
    ]
