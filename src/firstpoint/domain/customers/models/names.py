"""The words of names, by which customers are found however the words stand and are spelt."""

from django.db import models

from firstpoint.domain.customers.models.customers import Customer


class NameWord(models.Model):
    """A word of a customer's name, alone (`beside` is empty) or with a later word of the alphabet beside it.

    Pairs are kept because two words find few customers where each of them finds very many. Words are folded: without
    accents, in small letters.
    """

    pk = models.CompositePrimaryKey("word", "beside", "customer_id")
    word = models.CharField(max_length=40)
    beside = models.CharField(max_length=40, blank=True)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.word} {self.beside}".strip()


class NameSpelling(models.Model):
    """A spelling that leads to a word of names: the word itself, or the word with a letter or two left out."""

    pk = models.CompositePrimaryKey("spelling", "word")
    spelling = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    class Meta:
        indexes = (
            # The beginning of a word; LIKE needs the pattern class in most collations.
            models.Index(
                fields=("word",),
                condition=models.Q(spelling=models.F("word")),
                name="customers_name_beginning",
                opclasses=("text_pattern_ops",),
            ),
        )

    def __str__(self) -> str:
        return f"{self.spelling} > {self.word}"
