"""The agency itself: its name, how it is reached, and the limits it sets."""

from django.db import models

from firstpoint.core.database.fields import TextField
from firstpoint.domain.catalogue.models.calendars import Calendar


class Agency(models.Model):
    """The one agency that this installation serves; a single row."""

    name = TextField()
    phone = models.CharField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    address = models.TextField(blank=True)
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT)
    forms_per_hour = models.PositiveIntegerField(
        default=30, help_text="Forms that one network address may send in an hour"
    )
    codes_per_hour = models.PositiveIntegerField(
        default=10, help_text="One-time codes sent for one case or address in an hour"
    )
    draft_days = models.PositiveSmallIntegerField(default=14, help_text="Days that a saved form can be resumed")
    reopen_days = models.PositiveSmallIntegerField(
        default=30, help_text="Days after closing in which the customer can reopen"
    )
    reading_grade = models.PositiveSmallIntegerField(
        default=8, help_text="School grade at or below which articles should read"
    )
    reader_words_days = models.PositiveSmallIntegerField(
        default=365, help_text="Days that what readers searched for, and said of articles, is kept"
    )
    reply_address_days = models.PositiveSmallIntegerField(
        default=30, help_text="Days after the answer that the address of a reader who reported something is kept"
    )
    triage_threshold = models.PositiveSmallIntegerField(
        default=85, help_text="Confidence in per cent below which a person decides what a message is about"
    )
    undo_send_seconds = models.PositiveSmallIntegerField(
        default=10,
        db_default=10,
        help_text="Seconds in which an answer can be taken back before it goes out; 0 for none",
    )

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="catalogue_one_agency"),)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def hours_text(self) -> str:
        """Return the opening hours in words; reads the calendar, unless it was fetched with the agency."""
        return self.calendar.hours_text()
