"""As many articles as wanted: the real ones, and variations that put the real ones' sentences together anew.

So words stay as frequent, and as frequent together, as they are in real answers.
"""

import random
import re

from bench.search.sets import Document, federal_faq, state_faq

SEED = 11
SENTENCE = re.compile(r"(?<=[.!?])\s+")
# Of an article's sentences so many are its model's own, so that it stays about something.
OWN = 0.6


def make(count: int) -> list[Document]:
    """Return the articles; the real ones come first, and a smaller number gives the beginning of a larger one's."""
    real = [(question, answer) for _number, question, answer in [*federal_faq(), *state_faq()]]
    sentences = [SENTENCE.split(answer.strip()) for _question, answer in real]
    draw, articles = random.Random(SEED), real[:count]
    while len(articles) < count:
        model, *others = draw.sample(range(len(real)), 3)
        title = _crossed(real[model][0], real[others[0]][0])
        borrowed = [sentence for other in others for sentence in sentences[other]]
        body = [said if draw.random() < OWN else draw.choice(borrowed) for said in sentences[model]]
        articles.append((title, " ".join(body)))
    return [Document(f"article-{place}", title, body) for place, (title, body) in enumerate(articles, 1)]


def _crossed(first: str, second: str) -> str:
    """Return the beginning of one question with the end of another."""
    start, end = first.split(), second.split()
    return " ".join([*start[: (len(start) + 1) // 2], *end[len(end) // 2 :]])
