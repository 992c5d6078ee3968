"""The centre's own decisions teach it what customers' words are about."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.rights import visible_to as cases_visible_to
from firstpoint.domain.catalogue.models import EnquiryTypeVersion
from firstpoint.domain.catalogue.queries import enquiry_types
from firstpoint.domain.knowledge.queries import meaning
from firstpoint.domain.routing.actions.placing import place_work
from firstpoint.domain.routing.models import WorkItem, WorkState
from firstpoint.domain.routing.models.triage import TriageModel
from firstpoint.domain.routing.queries.decisions import newest_decisions
from firstpoint.domain.routing.queries.triage import can_learn

# What a night is long enough for where what texts mean is worked out too, and far more than makes a difference.
MOST_DECISIONS = 20_000
# A process that has just looked up which model is the newest may still have to read it.
KEPT = 2


class CannotLearn(DomainError):
    """What makes a model is missing."""

    sentence = _(
        "Install Firstpoint with “triage”, and publish at least two enquiry types: there is nothing to tell apart."
    )


def train_triage(*, actor: Actor) -> list[TriageModel]:
    """Learn from the newest decisions, and from the catalogue's own words, what texts of each language are about.

    Takes seconds to many minutes; the transaction is only what is written at the end. Records triage.trained for each
    language. Raises CannotLearn.
    """
    require(actor, "routing.train")
    versions = [kind.current_version for kind in enquiry_types() if kind.current_version]
    if not can_learn() or len(versions) < 2:
        raise CannotLearn
    learned = [_learn(language, versions, actor) for language, _name in settings.LANGUAGES]
    _keep(learned, actor)
    return learned


@action
def _keep(learned: list[TriageModel], actor: Actor) -> None:
    for model in learned:
        model.save(force_insert=True)
        old = TriageModel.objects.filter(language=model.language).order_by("-pk").values("pk")[KEPT:]
        TriageModel.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
        record("triage.trained", model, actor=actor, data={"language": model.language, "decisions": model.decisions})


def _learn(language: str, versions: list[EnquiryTypeVersion], actor: Actor) -> TriageModel:
    """Return a model of one language, unsaved."""
    import numpy as np

    from firstpoint.domain.routing.actions.learning import Example, learn

    codes = {version.enquiry_type.code for version in versions}
    published = [
        Example(text, version.enquiry_type.code, None) for version in versions for text in _own_words(version, language)
    ]
    decided = [
        Example(decision.words, decision.code, decision.writer)
        for decision in newest_decisions(language, MOST_DECISIONS)
        if decision.code in codes
    ]
    examples, meanings = published + decided, None
    if meaning.is_on(language):
        from firstpoint.domain.knowledge.queries.encoding import encode

        meanings = np.array([encode(example.text) for example in examples])
    classifier, measure = learn(examples, meanings)
    return TriageModel(
        language=language,
        made_at=clock.now(),
        made_by_id=actor.id,
        decisions=len(decided),
        measured=measure.texts,
        top_1=measure.top_1,
        top_3=measure.top_3,
        calibration_error=measure.calibration_error,
        types=classifier.types,
        vocabulary=classifier.vocabulary,
        numbers=classifier.to_bytes(),
    )


def _own_words(version: EnquiryTypeVersion, language: str) -> list[str]:
    """Return what the catalogue says of an enquiry type: each counts as one decision, so that many outweigh it."""
    keywords = " ".join(version.keywords.get(language, ()))
    texts = (version.name.in_language(language), version.summary.in_language(language), keywords)
    return [text for text in texts if text]


@action
def follow_enquiry_type(case_id: int, *, actor: Actor) -> None:
    """Bring the work of a case that was moved to another enquiry type in line. Records work.placed when it waits anew.

    It waits anew when its owner may not see it any more.
    """
    require(actor, "routing.tidy")
    item = (
        WorkItem.objects.select_for_update(of=("self",))
        .select_related("case__version", "case__owner")
        .get(case_id=case_id)
    )
    case = item.case
    owner = case.owner.acting() if case.owner else None
    if not case.is_closed and owner and not cases_visible_to(owner).filter(pk=case_id).exists():
        cases.assign_owner(case_id, actor=actor, owner_id=None)
        place_work(case, actor=actor)
    elif item.state == WorkState.TAKEN:
        item.queue, item.tier, item.restricted_to_id = case.version.queue, case.version.tier, case.restricted_to_id
        item.promise_at = case.promise_at
        item.save(update_fields=["queue", "tier", "restricted_to", "promise_at"])
    elif item.state == WorkState.WAITING:
        # Offered to somebody: it waits where it is, for those who may see it now.
        item.restricted_to_id, item.promise_at = case.restricted_to_id, case.promise_at
        item.save(update_fields=["restricted_to", "promise_at"])
