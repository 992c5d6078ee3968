"""What a text is likely about, for those who may know of it: enquiry types with a confidence, from the newest model."""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q, QuerySet

from firstpoint.core.access import Actor
from firstpoint.core.published import also_forget, kept
from firstpoint.domain.catalogue.models import Agency, EnquiryType, EnquiryTypeVersion
from firstpoint.domain.catalogue.queries import enquiry_types
from firstpoint.domain.catalogue.rights import visible_to as enquiry_types_visible_to
from firstpoint.domain.knowledge.queries import meaning
from firstpoint.domain.people.models import Role
from firstpoint.domain.routing.models.triage import TriageModel
from firstpoint.domain.routing.queries.decisions import is_decided_since

if TYPE_CHECKING:
    from firstpoint.domain.routing.queries.classifying import Classifier, Floats

# Of so many it is asked whether the actor may know of them; what comes after is never likely.
MOST_RANKED = 20
LEAST_CONFIDENCE = 0.05
# A model is made anew before the next night after so many decisions, when they are half as many as it was made of.
LEAST_NEW = 20


@dataclass(frozen=True, slots=True)
class Likely:
    """An enquiry type that a text is likely about.

    `confidence`, from 0 to 1, is how often that comes true. `is_sure` says that it reaches the agency's threshold, by a
    model that was measured: then no person needs to decide.
    """

    version: EnquiryTypeVersion
    confidence: float
    is_sure: bool

    @property
    def code(self) -> str:
        """Return the code of the enquiry type."""
        return self.version.enquiry_type.code

    @property
    def per_cent(self) -> int:
        """Return the confidence in whole per cent, rounded down so that no rounding reaches a threshold."""
        return int(100 * self.confidence)


@dataclass(frozen=True, slots=True)
class _Held:
    """A model as a process holds it."""

    pk: int
    classifier: "Classifier"
    is_measured: bool


_held: dict[str, _Held] = {}
also_forget(_held.clear)


@cache
def can_suggest() -> bool:
    """Say whether what reads a model is installed."""
    return find_spec("numpy") is not None


@cache
def can_learn() -> bool:
    """Say whether what makes a model is installed."""
    return find_spec("sklearn") is not None


def likely_enquiry_types(actor: Actor, text: str, language: str, *, most: int = 3) -> list[Likely]:
    """Return what a text is likely about, the likeliest first; restricted enquiry types only to their department.

    Empty without a model of the language, and for a text of which it knows nothing. One query, and what a new model takes.
    """
    model = _newest(language)
    if model is None:
        return []
    confidences = model.classifier.confidences(text, _meant(model.classifier, text, language))
    if confidences is None:
        return []
    confidence_of = {
        model.classifier.types[place]: float(confidences[place])
        for place in confidences.argsort()[::-1][:MOST_RANKED].tolist()
        if confidences[place] >= LEAST_CONFIDENCE
    }
    kinds = {kind.code: kind for kind in _visible_to(actor).filter(code__in=confidence_of)}
    return [
        Likely(version, confidence, model.is_measured and 100 * confidence >= _threshold())
        for code, confidence in confidence_of.items()
        if code in kinds and (version := _version_of(kinds[code]))
    ][:most]


def _visible_to(actor: Actor) -> QuerySet[EnquiryType]:
    """Return the enquiry types in use of which the actor may be told that a text is about them."""
    kinds = enquiry_types().filter(pk__in=enquiry_types_visible_to(actor)).select_related("current_version__calendar")
    if actor.has_role(Role.SYSTEM):
        return kinds
    return kinds.filter(Q(is_restricted=False) | Q(department__in=actor.department_ids))


def _version_of(kind: EnquiryType) -> EnquiryTypeVersion | None:
    version = kind.current_version
    if version is not None:
        version.enquiry_type = kind
    return version


@kept
def _threshold() -> int:
    """Return the confidence in per cent below which a person decides."""
    return Agency.objects.values_list("triage_threshold", flat=True).get()


def _meant(classifier: "Classifier", text: str, language: str) -> "Floats | None":
    """Return what the text means as a vector, where the model judges by that and this process can tell."""
    if classifier.meaning is None or not meaning.is_on(language):
        return None
    from firstpoint.domain.knowledge.queries.encoding import encode

    return encode(text)


def _newest(language: str) -> _Held | None:
    """Return the newest model of the language; it is read from the database when there is another than the process holds."""
    pk = _newest_id(language) if can_suggest() else None
    if pk is None:
        return None
    held = _held.get(language)
    if held is None or held.pk != pk:
        row = TriageModel.objects.filter(language=language).order_by("-pk").first()
        if row is None:
            return None
        from firstpoint.domain.routing.queries.classifying import Classifier

        classifier = Classifier.from_bytes(row.types, row.vocabulary, bytes(row.numbers))
        held = _held[language] = _Held(row.pk, classifier, row.top_1 is not None)
    return held


@kept
def _newest_id(language: str) -> int | None:
    return TriageModel.objects.filter(language=language).order_by("-pk").values_list("pk", flat=True).first()


def newest_models() -> QuerySet[TriageModel]:
    """Return the newest model of each language, without what it has learned."""
    newest = TriageModel.objects.order_by("language", "-pk").distinct("language")
    return newest.defer("types", "vocabulary", "numbers")


def is_learning_due() -> bool:
    """Say whether in any language a model is missing, or enough was decided since the newest was made."""
    if not can_learn() or enquiry_types().count() < 2:
        return False
    models = {model.language: model for model in newest_models()}
    return any(
        language not in models
        or is_decided_since(language, models[language].made_at, max(LEAST_NEW, models[language].decisions // 2))
        for language, _name in settings.LANGUAGES
    )
