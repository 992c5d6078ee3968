"""Everything that is done to knowledge."""

from firstpoint.domain.knowledge.actions.counting import count_words
from firstpoint.domain.knowledge.actions.drafts import (
    ask_review,
    catch_up,
    discard_draft,
    return_draft,
    save_draft,
    start_article,
    start_draft,
)
from firstpoint.domain.knowledge.actions.facts import Facts, change_facts, relate_articles, rename_article
from firstpoint.domain.knowledge.actions.noting import Notes, Search, Step, write_notes
from firstpoint.domain.knowledge.actions.publishing import (
    publish_article,
    publish_draft,
    publish_due_draft,
    schedule_draft,
    unschedule_draft,
)
from firstpoint.domain.knowledge.actions.requesting import answer_request, request_change, take_request
from firstpoint.domain.knowledge.actions.reviewing import note_review_due
from firstpoint.domain.knowledge.actions.voting import LONGEST_COMMENT, comment_on_article, vote
from firstpoint.domain.knowledge.actions.withdrawing import (
    confirm_translation,
    put_back_article,
    schedule_withdrawal,
    withdraw_article,
    withdraw_due_article,
)
from firstpoint.domain.knowledge.actions.writing import Words

__all__ = (
    "LONGEST_COMMENT",
    "Facts",
    "Notes",
    "Search",
    "Step",
    "Words",
    "answer_request",
    "ask_review",
    "catch_up",
    "change_facts",
    "comment_on_article",
    "confirm_translation",
    "count_words",
    "discard_draft",
    "note_review_due",
    "publish_article",
    "publish_draft",
    "publish_due_draft",
    "put_back_article",
    "relate_articles",
    "rename_article",
    "request_change",
    "return_draft",
    "save_draft",
    "schedule_draft",
    "schedule_withdrawal",
    "start_article",
    "start_draft",
    "take_request",
    "unschedule_draft",
    "vote",
    "withdraw_article",
    "withdraw_due_article",
    "write_notes",
)
