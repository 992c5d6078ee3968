"""What the parts of the catalogue are called at the desk, and how their values are shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.catalogue.queries.changes import Difference
from firstpoint.doors.desk.setup.forms import FORMS, EntryForm, QuestionForm, RulesForm, WordsForm
from firstpoint.doors.desk.setup.forms.parts import KIND_NAMES

NAMES = {
    "services": _("Services"),
    "occasions": _("Life events"),
    "queues": _("Queues"),
    "skills": _("Skills"),
    "calendars": _("Calendars"),
    "departments": _("Departments"),
}
NEW = {
    "services": _("New service"),
    "occasions": _("New life event"),
    "queues": _("New queue"),
    "skills": _("New skill"),
    "calendars": _("New calendar"),
    "departments": _("New department"),
}
KEYS = {
    "code": _("Code"),
    "name": _("Name"),
    "form": _("Form"),
    "steps": _("Process map"),
    "order": _("Order"),
    "tier": _("Tier"),
    "skills": _("Skills"),
    "hours": _("Hours"),
    "holidays": _("Holidays"),
    "targets": _("Targets"),
    "tier_minutes": _("Minutes of tiers"),
    "service": _("Service"),
    "kind": _("Kind"),
    "options": _("Answers to choose from"),
    "shown_if": _("Asked only after"),
    "min": _("Smallest"),
    "max": _("Largest"),
    "pattern": _("Pattern"),
    "pattern_help": _("What to say when it does not match"),
    "max_length": _("Most characters"),
}


def words_of_difference(section: str, difference: Difference) -> dict[str, Any]:
    """Return a difference as it is shown: where, and both values in words."""
    path = [str(_name_of(section, key)) for key in difference.path]
    return {"where": " › ".join(path), "before": told(difference.before), "after": told(difference.after)}


def _name_of(section: str, key: str) -> object:
    """Return the label of a key; codes of questions, steps and skills stand for themselves."""
    languages = dict(settings.LANGUAGES)
    if key in languages:
        return gettext(languages[key])
    forms: Sequence[type[WordsForm]] = (RulesForm, QuestionForm) if section == "enquiry_types" else (FORMS[section],)
    for form in forms:
        if key in form.words:
            return form.words[key].label
        if key in form.base_fields:
            return form.base_fields[key].label or key
    return KEYS.get(key, key)


def told(value: Any) -> str:
    """Return a value of an entry in words and numbers, a part on each line."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, Mapping):
        return "\n".join(f"{KEYS.get(key, key)}: {told(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return "\n".join(" · ".join(told(entry).splitlines()) for entry in value)
    return str(value)


def facts_of(form: type[EntryForm], entry: Mapping[str, Any]) -> list[tuple[object, str]]:
    """Return what an entry says, for those who may not change it."""
    return [
        (_name_of(form.section, key), told(value)) for key, value in entry.items() if value not in (None, "", [], {})
    ]


def question_facts(question: Mapping[str, Any]) -> list[object]:
    """Return what a question is like, in a few words each."""
    facts: list[object] = [KIND_NAMES.get(str(question.get("kind")), question.get("kind"))]
    if question.get("required"):
        facts.append(_("must be answered"))
    if question.get("personal"):
        facts.append(_("personal"))
    if options := question.get("options"):
        facts.append(_("%(count)s answers to choose from") % {"count": len(options)})
    if condition := question.get("shown_if"):
        facts.append(
            _("only after “%(answers)s” to “%(question)s”")
            % {"answers": ", ".join(condition["is"]), "question": condition["field"]}
        )
    return facts
