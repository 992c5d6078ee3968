"""Names and sentences of made-up customers, with words as frequent as words are: the second half as often as the first,
the hundredth a hundredth as often. Each fifth message also has a number that hardly another has.
"""

import random
from itertools import accumulate, product

FIRST_NAMES = (
    "Rosa", "Ana", "Luis", "Marta", "Pedro", "Ines", "Hugo", "Lena", "Omar", "Nadia", "Iris", "Tomas", "Vera", "Noel",
    "Carla", "Simon", "Greta", "Bruno", "Ada", "Felix", "Mina", "Jonas", "Elsa", "Pablo", "Ruth", "Samir", "Dora",
)  # fmt: skip
LAST_NAMES = (
    "Vale", "Ortega", "Birch", "Campos", "Hale", "Rivas", "Moss", "Duran", "Finch", "Soto", "Brook", "Leal", "Marsh",
    "Pena", "Field", "Luna", "Stone", "Cano", "Wells", "Rojas", "Lane", "Bravo", "Frost", "Mora", "Heath", "Salas",
)  # fmt: skip
_SENTENCES = (
    "The bins in our street were not emptied this week.",
    "How do I get a library card for my daughter?",
    "The street light in front of number 14 has been dark for two weeks.",
    "My water bill is twice what it was last quarter and I do not know why.",
    "I moved in on the first of the month and need to know what to register.",
    "Nobody answered when I called in the morning.",
    "Please tell me which papers I have to bring.",
    "There is a deep hole in the road near the school, and cars swerve around it.",
    "I would like to pay in parts if that is possible.",
    "We applied in spring and have heard nothing since.",
    "Thank you for looking into this.",
    "An adviser has read your question and asked the department.",
    "The crew will come within five working days.",
    "You can bring the papers to any of our offices, or send photographs of them here.",
    "The form is on our site, and takes about ten minutes.",
    "If anything is unclear, answer here and the same adviser will read it.",
)
_SYLLABLES = ["".join(pair) for pair in product("bdfgklmnprstvz", "aeiou")]
WORDS_OF_A_MESSAGE = 12
# What a word of a rank weighs; the shift keeps the very first from being in every message.
_SHIFT = 10


def _made_words(seed: int, count: int) -> list[str]:
    """Return so many words that differ, the same ones each time."""
    draw, words = random.Random(seed), dict[str, None]()
    while len(words) < count:
        words["".join(draw.choices(_SYLLABLES, k=draw.choice((2, 3, 3, 4))))] = None
    return list(words)


def _weights(count: int) -> list[float]:
    return list(accumulate(1 / (rank + _SHIFT) for rank in range(1, count + 1)))


VOCABULARY = _made_words(1, 20_000)
_SURNAMES = [*LAST_NAMES, *(word.capitalize() for word in _made_words(2, 4_000))]
_WORD_WEIGHTS, _SURNAME_WEIGHTS = _weights(len(VOCABULARY)), _weights(len(_SURNAMES))


def word_in(share: float) -> str:
    """Return the word that stands in about this share of all messages."""
    each = 1 - (1 - share) ** (1 / WORDS_OF_A_MESSAGE)
    return VOCABULARY[max(round(1 / (each * _WORD_WEIGHTS[-1])) - _SHIFT, 1) - 1]


def full_name(draw: random.Random) -> str:
    """Return a first and a last name; some last names are frequent, most are not."""
    return f"{draw.choice(FIRST_NAMES)} {draw.choices(_SURNAMES, cum_weights=_SURNAME_WEIGHTS)[0]}"


def sentences(draw: random.Random) -> str:
    """Return one to four sentences, then words by their frequency, and at times a number."""
    said = draw.choices(_SENTENCES, k=draw.randint(1, 4))
    said.append(" ".join(draw.choices(VOCABULARY, cum_weights=_WORD_WEIGHTS, k=WORDS_OF_A_MESSAGE)) + ".")
    if draw.random() < 0.2:
        said.append(f"The number is {draw.randrange(10**8, 10**9)}.")
    return " ".join(said)
