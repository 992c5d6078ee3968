"""Names and sentences of made-up customers."""

import random

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


def sentences(draw: random.Random) -> str:
    """Return two to seven sentences."""
    return " ".join(draw.choices(_SENTENCES, k=draw.randint(2, 7)))
