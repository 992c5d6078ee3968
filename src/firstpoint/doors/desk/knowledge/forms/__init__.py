"""What is asked about knowledge. These forms check shape; who may do it and when is for the actions."""

from firstpoint.doors.desk.knowledge.forms.articles import ArticleFilter, FactsForm, NewArticleForm, RenameForm
from firstpoint.doors.desk.knowledge.forms.drafts import DraftForm, MomentForm, NoteForm
from firstpoint.doors.desk.knowledge.forms.figures import PeriodForm
from firstpoint.doors.desk.knowledge.forms.files import ChangeFileForm, ExportForm, FileForm
from firstpoint.doors.desk.knowledge.forms.requests import AnswerRequestForm, CommentFilter, RequestForm

__all__ = (
    "AnswerRequestForm",
    "ArticleFilter",
    "ChangeFileForm",
    "CommentFilter",
    "DraftForm",
    "ExportForm",
    "FactsForm",
    "FileForm",
    "MomentForm",
    "NewArticleForm",
    "NoteForm",
    "PeriodForm",
    "RenameForm",
    "RequestForm",
)
