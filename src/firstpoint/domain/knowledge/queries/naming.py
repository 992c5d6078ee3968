"""A service or a form that is called exactly what was typed: that is what is meant, before all articles."""

from dataclasses import dataclass

from firstpoint.core.database.fields import Text
from firstpoint.core.published import kept
from firstpoint.domain.catalogue.models import Audience, Service
from firstpoint.domain.catalogue.queries import enquiry_types
from firstpoint.domain.knowledge.queries.synonyms import phrase_of


@dataclass(frozen=True, slots=True)
class Named:
    """A service or an enquiry type in use, by its code."""

    code: str
    name: Text
    is_form: bool


def find_named(text: str, language: str) -> Named | None:
    """Return what has exactly this name in the language; forms come before services. No query once it is kept."""
    return _by_name(language).get(phrase_of(text))


@kept
def _by_name(language: str) -> dict[str, Named]:
    services = (
        Service.objects.filter(is_active=True, audience=Audience.PUBLIC).order_by("-pk").values_list("code", "name")
    )
    forms = enquiry_types().order_by("-pk")
    found = [
        *(Named(code, Text(name), is_form=False) for code, name in services),
        *(Named(code, Text(name), is_form=True) for code, name in forms.values_list("code", "current_version__name")),
    ]
    return {phrase_of(said): named for named in found if (said := named.name.get(language, ""))}
