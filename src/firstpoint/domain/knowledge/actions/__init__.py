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
    take_aside,
)
from firstpoint.domain.knowledge.actions.encoding import encode_versions
from firstpoint.domain.knowledge.actions.facts import Facts, change_facts, relate_articles, rename_article
from firstpoint.domain.knowledge.actions.files import MOST_FILES, add_file, change_file, remove_file
from firstpoint.domain.knowledge.actions.findings import (
    dismiss_finding,
    forget_old_dismissals,
    improve_article,
    put_back_finding,
    request_from_comment,
    settle_comment,
    unsettle_comment,
    write_about,
)
from firstpoint.domain.knowledge.actions.forgetting import forget_readers_words
from firstpoint.domain.knowledge.actions.links import gather_links, note_visits
from firstpoint.domain.knowledge.actions.noting import Notes, Search, Step, write_notes
from firstpoint.domain.knowledge.actions.noting_staff import note_staff_read, note_staff_search
from firstpoint.domain.knowledge.actions.publishing import (
    Publication,
    Refused,
    lock_articles,
    publish_article,
    publish_articles,
    publish_draft,
    publish_due_draft,
    schedule_draft,
    unschedule_draft,
)
from firstpoint.domain.knowledge.actions.requesting import (
    LONGEST_REPORT,
    answer_request,
    report_wrong,
    request_change,
    take_request,
)
from firstpoint.domain.knowledge.actions.responses import (
    LONGEST_RESPONSE,
    restore_response,
    retire_response,
    save_response,
)
from firstpoint.domain.knowledge.actions.reviewing import confirm_article, note_due_reviews, note_review_due
from firstpoint.domain.knowledge.actions.summing import DAYS_UNTIL_SETTLED, sum_days
from firstpoint.domain.knowledge.actions.synonyms import (
    StandsElsewhere,
    add_synonyms,
    change_synonyms,
    remove_synonyms,
)
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
    "DAYS_UNTIL_SETTLED",
    "LONGEST_COMMENT",
    "LONGEST_REPORT",
    "LONGEST_RESPONSE",
    "MOST_FILES",
    "Facts",
    "Notes",
    "Publication",
    "Refused",
    "Search",
    "StandsElsewhere",
    "Step",
    "Words",
    "add_file",
    "add_synonyms",
    "answer_request",
    "ask_review",
    "catch_up",
    "change_facts",
    "change_file",
    "change_synonyms",
    "comment_on_article",
    "confirm_article",
    "confirm_translation",
    "count_words",
    "discard_draft",
    "dismiss_finding",
    "encode_versions",
    "forget_old_dismissals",
    "forget_readers_words",
    "gather_links",
    "improve_article",
    "lock_articles",
    "note_due_reviews",
    "note_review_due",
    "note_staff_read",
    "note_staff_search",
    "note_visits",
    "publish_article",
    "publish_articles",
    "publish_draft",
    "publish_due_draft",
    "put_back_article",
    "put_back_finding",
    "relate_articles",
    "remove_file",
    "remove_synonyms",
    "rename_article",
    "report_wrong",
    "request_change",
    "request_from_comment",
    "restore_response",
    "retire_response",
    "return_draft",
    "save_draft",
    "save_response",
    "schedule_draft",
    "schedule_withdrawal",
    "settle_comment",
    "start_article",
    "start_draft",
    "sum_days",
    "take_aside",
    "take_request",
    "unschedule_draft",
    "unsettle_comment",
    "vote",
    "withdraw_article",
    "withdraw_due_article",
    "write_about",
    "write_notes",
)
