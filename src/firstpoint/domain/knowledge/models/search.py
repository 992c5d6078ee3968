"""What search reads: which stem stands how often in which version, how rare each stem is, and how words are spelled."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from firstpoint.domain.knowledge.models.articles import ArticleVersion, Audience


class Posting(models.Model):
    """How often a stem stands in a published version: in its title and keywords, and in the rest of it.

    `length` is the number of words of the version, those of the title counted as they weigh. A stem with a dot before
    it is a stop word of a title, one with a hash a number or code without what separates its parts. Whom the
    words are for stands here too, so that nobody's come up for others: those of a part for staff alone have postings of
    their own, counted as `body`, whose `length` is that of the whole version.
    """

    language = models.CharField(max_length=12)
    stem = models.CharField(max_length=64)
    # To look up its version for each of a hundred rows would take the database longer than to write them.
    version = models.ForeignKey(ArticleVersion, on_delete=models.CASCADE, related_name="postings", db_constraint=False)
    title = models.PositiveSmallIntegerField()
    body = models.PositiveSmallIntegerField()
    length = models.PositiveIntegerField()
    audience = models.CharField(max_length=12, choices=Audience)

    class Meta:
        constraints = (
            # Everything that scoring needs stands in the index itself.
            models.UniqueConstraint(
                fields=("language", "stem", "version", "audience"),
                include=("title", "body", "length"),
                name="knowledge_posting_of_stem",
            ),
        )

    def __str__(self) -> str:
        return f"{self.language}:{self.stem} {self.version_id}"


class Stem(models.Model):
    """In how many published versions of its language a stem stood when a job last counted."""

    pk = models.CompositePrimaryKey("language", "stem")
    language = models.CharField(max_length=12)
    stem = models.CharField(max_length=64)
    versions = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.language}:{self.stem}"


class Collection(models.Model):
    """How many versions are published in a language, and how long they are on average, when a job last counted."""

    language = models.CharField(max_length=12, unique=True)
    versions = models.PositiveIntegerField()
    average_length = models.FloatField()
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.language


class CountChange(models.Model):
    """By how much versions that were published or taken down change what is counted, until a job adds it up.

    `stems` holds the change by stem, `spellings` by audience and word.
    """

    language = models.CharField(max_length=12)
    versions = models.IntegerField()
    length = models.IntegerField()
    stems = models.JSONField()
    spellings = models.JSONField()

    def __str__(self) -> str:
        return f"{self.language} {self.versions:+}"


class Spelling(models.Model):
    """A word as it is written in the articles of an audience: what typing suggests, and what typos are mended from."""

    pk = models.CompositePrimaryKey("language", "audience", "word")
    language = models.CharField(max_length=12)
    audience = models.CharField(max_length=12, choices=Audience)
    word = models.CharField(max_length=60)
    versions = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.language}:{self.word}"


class Synonym(models.Model):
    """Words that mean the same to whoever searches: a search for one finds the others. Acronyms are such words."""

    language = models.CharField(max_length=12)
    words = ArrayField(models.CharField(max_length=60))

    def __str__(self) -> str:
        return ", ".join(self.words)


class Meaning(models.Model):
    """What the title and a passage of a published version mean, as the vectors of a model.

    `numbers` are those of the title's vector, then those of the passage's, a signed byte each; `signs` is a bit for each
    number of their weighted sum, whether it is positive. `start` and `end` are where the passage is in the version's text,
    or in that of its part for staff. Rows are added, by one job at a time, and removed, but never changed: whoever holds
    some needs those of higher ids alone.
    """

    version = models.ForeignKey(ArticleVersion, on_delete=models.CASCADE, related_name="meanings")
    language = models.CharField(max_length=12)
    audience = models.CharField(max_length=12, choices=Audience)
    model = models.CharField(max_length=60)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    is_staff_part = models.BooleanField()
    numbers = models.BinaryField()
    signs = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.version_id} {self.start}-{self.end}"
