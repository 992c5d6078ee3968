"""What is asked about each part of the catalogue. These forms check shape; what can work is for the actions."""

from firstpoint.doors.desk.setup.forms.agency import AgencyForm, CalendarForm
from firstpoint.doors.desk.setup.forms.enquiry_types import BeginForm, PublishForm, RulesForm
from firstpoint.doors.desk.setup.forms.entries import EntryForm, WordsForm
from firstpoint.doors.desk.setup.forms.files import ImportForm
from firstpoint.doors.desk.setup.forms.parts import KindForm, QuestionForm, StepForm
from firstpoint.doors.desk.setup.forms.queues import DepartmentForm, QueueForm, SkillForm
from firstpoint.doors.desk.setup.forms.worksheet import OccasionForm, ServiceForm

FORMS: dict[str, type[EntryForm]] = {
    form.section: form
    for form in (ServiceForm, OccasionForm, QueueForm, SkillForm, CalendarForm, DepartmentForm, AgencyForm)
}

__all__ = (
    "FORMS",
    "AgencyForm",
    "BeginForm",
    "CalendarForm",
    "DepartmentForm",
    "EntryForm",
    "ImportForm",
    "KindForm",
    "OccasionForm",
    "PublishForm",
    "QuestionForm",
    "QueueForm",
    "RulesForm",
    "ServiceForm",
    "SkillForm",
    "StepForm",
    "WordsForm",
)
