"""What search reads of an article is written with it, in the same transaction: it is found by the next query."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from django.db import connection

from firstpoint.domain.knowledge.models import Article, ArticleVersion, Audience, CountChange, Meaning, Posting
from firstpoint.domain.knowledge.queries.scoring import TITLE_WEIGHT
from firstpoint.domain.knowledge.queries.words import (
    CODE,
    STOP_WORD,
    composed,
    name_of,
    stems_of,
    words_and_codes,
    words_in,
)

MOST_COUNTED = 32_767
# Whoever types exactly what an article is called wants that article, however long it is.
TIMES_NAMED = 50

TEXTS = ArticleVersion.objects.defer("body", "html", "staff_body", "staff_html").select_related("article")

WRITE = "COPY knowledge_posting (language, stem, version_id, audience, length, title, body) FROM STDIN"


@dataclass(frozen=True, slots=True)
class Part:
    """What search reads of a version, or of its part for staff: how often each stem stands in the title and elsewhere.

    `length` is that of the whole version, the words of the title counted as they weigh.
    """

    version: ArticleVersion
    audience: str
    length: int
    words: frozenset[str]
    times: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Text:
    """The words and the codes of a part, those of its title and the rest, `beside` as many words of another part."""

    version: ArticleVersion
    audience: str
    title: tuple[list[str], list[str]]
    body: tuple[list[str], list[str]]
    beside: int = 0

    @property
    def length(self) -> int:
        """Return how many words there are, as they weigh."""
        return self.beside + TITLE_WEIGHT * len(self.title[0]) + len(self.body[0])


@dataclass(slots=True)
class Tally:
    """By how much versions change the counts of their language. Words of a part for staff count for staff."""

    versions: int = 0
    length: int = 0
    stems: Counter[str] = field(default_factory=Counter)
    spellings: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, parts: Sequence[Part]) -> None:
        """Add a version."""
        self.versions += 1
        self.length += parts[0].length
        self.stems.update({stem for part in parts for stem in part.times})
        for part in parts:
            self.spellings.setdefault(part.audience, Counter()).update(part.words)


def index_versions(versions: Collection[ArticleVersion]) -> None:
    """Write the postings of versions that are published, inside the caller's transaction; three statements."""
    if not versions:
        return
    read = parts_of((version, version.article.audience) for version in versions)
    rows = [
        (
            part.version.language,
            stem,
            part.version.pk,
            part.audience,
            part.length,
            min(in_title, MOST_COUNTED),
            min(in_body, MOST_COUNTED),
        )
        for parts in read
        for part in parts
        for stem, (in_title, in_body) in part.times.items()
    ]
    with connection.cursor() as cursor, cursor.copy(WRITE) as copy:
        # In the order of the index, whose pages are then filled one after the other.
        for row in sorted(rows):
            copy.write_row(row)
    _note_changes(read, 1)


def forget_versions(versions: Collection[ArticleVersion], audiences: Mapping[int, str]) -> None:
    """Take versions that are not published any more out of the search; three statements.

    `audiences` says by the article's id whom it was for until now.
    """
    if not versions:
        return
    Posting.objects.filter(version__in=versions).delete()
    Meaning.objects.filter(version__in=versions).delete()
    whole = TEXTS.filter(pk__in=[version.pk for version in versions])
    _note_changes(parts_of((version, audiences[version.article_id]) for version in whole), -1)


def _note_changes(read: Iterable[Sequence[Part]], sign: int) -> None:
    """Leave what changes for the job that counts, since every article would change the same rows."""
    tallies: dict[str, Tally] = {}
    for parts in read:
        tallies.setdefault(parts[0].version.language, Tally()).add(parts)
    CountChange.objects.bulk_create(
        CountChange(
            language=language,
            versions=sign * tally.versions,
            length=sign * tally.length,
            stems={stem: sign * count for stem, count in tally.stems.items()},
            spellings={
                audience: {word: sign * count for word, count in words.items()}
                for audience, words in tally.spellings.items()
            },
        )
        for language, tally in tallies.items()
    )


def index_anew(articles: Collection[Article], audiences: Mapping[int, str]) -> None:
    """Let articles be found by whom they are for, and under what they are called, by now.

    `audiences` says by the article's id whom it was for until now.
    """
    if not articles:
        return
    by_id = {article.pk: article for article in articles}
    versions = list(ArticleVersion.objects.filter(article__in=by_id, is_published=True))
    for version in versions:
        version.article = by_id[version.article_id]
    forget_versions(versions, audiences)
    index_versions(versions)


def parts_of(versions: Iterable[tuple[ArticleVersion, str]]) -> list[list[Part]]:
    """Return what search reads of each version, given with whom its article is for; a statement for unmet words.

    A part for staff stands by itself, unless all of the article is for staff.
    """
    texts = [list(_texts(version, audience)) for version, audience in versions]
    words: dict[str, set[str]] = {}
    for text in chain.from_iterable(texts):
        words.setdefault(text.version.language, set()).update(text.title[0], text.body[0])
    stems = {language: stems_of(said, language) for language, said in words.items()}
    return [[_part(text, stems[text.version.language]) for text in each] for each in texts]


def _texts(version: ArticleVersion, audience: str) -> Iterator[_Text]:
    title = words_and_codes(composed(" ".join([version.title, *version.keywords])))
    body = composed(f"{version.summary} {version.text}")
    if audience == Audience.STAFF:
        yield _Text(version, audience, title, words_and_codes(f"{body} {version.staff_text}"))
        return
    whole = _Text(version, audience, title, words_and_codes(body))
    yield whole
    if version.staff_text:
        yield _Text(version, Audience.STAFF, ([], []), words_and_codes(version.staff_text), beside=whole.length)


def _part(text: _Text, stems: Mapping[str, str]) -> Part:
    in_title, in_body = _counted(text.title, stems), _counted(text.body, stems)
    if text.title[0]:
        in_title.update(dict.fromkeys(_names(text.version), TIMES_NAMED))
    # Of stop words those of titles alone help anybody.
    times = {stem: (0, count) for stem, count in in_body.items() if not stem.startswith(STOP_WORD)}
    for stem, count in in_title.items():
        rest = times[stem][1] if stem in times else 0
        # How long a title is tells nothing of a code in it, so those count with the rest.
        times[stem] = (0, TITLE_WEIGHT * count + rest) if stem.startswith(CODE) else (count, rest)
    words = frozenset(text.title[0]).union(text.body[0])
    return Part(text.version, text.audience, text.length, words, times)


def _counted(said: tuple[list[str], list[str]], stems: Mapping[str, str]) -> Counter[str]:
    words, codes = said
    counted = Counter(codes)
    for word, count in Counter(words).items():
        counted[stems[word]] += count
    return counted


def _names(version: ArticleVersion) -> set[str]:
    """Return what the version is called: its title, and the article's address. Keywords are shared by many."""
    return {name_of(words) for each in (version.title, version.article.slug) if (words := words_in(composed(each)))}
