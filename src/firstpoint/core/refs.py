"""References and secrets that people read out, hear, type and copy from paper.

They avoid letters and digits that are mistaken for one another in English or Spanish, spell nothing rude,
and a reference carries a check character, so that one slip never leads to somebody else's matter.
"""

import hashlib
import itertools
import re
import secrets
import unicodedata

from stdnum.iso7064 import mod_37_2

# Digits first, as they are the clearest to say; not 0 and 1, which look like O, Q and I, L, 7. No vowels, so
# no words. Of letters whose names are mistaken in English or Spanish one is kept (P of B C D E G P T V Z, K
# of A J K, M of M N, X of F S X, Q of Q U), and none that looks like a digit (B 8, G 6, L 1, S 5, Z 2).
# This leaves seventeen: a prime, which the check character needs.
ALPHABET = "23456789HKMPQRWXY"

_GROUPS_OF_REFERENCE = (3, 3, 4)  # 9 symbols of 4.09 bits and a check character: 36.7 bits
_GROUPS_OF_SECRET = (4, 4, 4, 4)  # 65.3 bits
_LONGEST_INPUT = 200  # what is longer is neither, and is not worth normalising

# Symbols outside the alphabet that stand for one symbol of it and no other: by shape, and N for M by sound.
# Each maps one symbol to one, so reading stays as strict about single errors as the check character is.
_MISTAKEN_FOR = str.maketrans({"Z": "2", "S": "5", "G": "6", "0": "Q", "O": "Q", "N": "M"})

# Letters that the symbols can be read as, beyond the letters of the alphabet themselves.
_LOOKS_LIKE = {"A": "4", "B": "8", "E": "3", "G": "[69]", "I": "Y", "S": "5", "T": "7", "Z": "2"}
_RUDE = (
    "APE ARSE ASS BERGA GAY GIMP GYP HP KAGA KAKA KIKE KK MAMAR MARIKA MEAR PAKI PEE PERRA PIG PIPI PIS PRAT"
    " PTA RAMERA RAPE RATA SEX SHAG SHIT SPAZ SPERM TART TETA TIT TRASH TWAT XXX 666"
)
_RUDE_PATTERN = re.compile(
    "|".join("".join(_LOOKS_LIKE.get(letter, letter) for letter in word) for word in _RUDE.split())
)


def new_reference() -> str:
    """Draw a reference such as "K7M-4QX-2WPM" from about 10^11; the caller retries when it is taken."""
    while True:
        body = _draw(sum(_GROUPS_OF_REFERENCE) - 1)
        # ISO 7064 pure system over our alphabet (modulus 17, radix 2). As 17 is prime and the weights of
        # neighbours differ, every single error and every transposition of neighbours is caught.
        symbols = body + mod_37_2.calc_check_digit(body, ALPHABET)
        if _is_fit_to_say(symbols):
            return _grouped(symbols, _GROUPS_OF_REFERENCE)


def read_reference(text: str) -> str | None:
    """Return the reference that somebody typed or said, as `new_reference` writes it, or None."""
    symbols = _symbols(text)
    if len(symbols) != sum(_GROUPS_OF_REFERENCE) or not mod_37_2.is_valid(symbols, ALPHABET):
        return None
    return _grouped(symbols, _GROUPS_OF_REFERENCE)


def new_secret() -> str:
    """Draw a secret such as "K7M4-QX2W-PH93-R6YK", to be shown once; it has no check character."""
    while True:
        symbols = _draw(sum(_GROUPS_OF_SECRET))
        if _is_fit_to_say(symbols):
            return _grouped(symbols, _GROUPS_OF_SECRET)


def secret_from(seed: bytes) -> str:
    """Return the secret that belongs to a seed of at least 16 unguessable bytes: the same one each time."""
    for attempt in itertools.count():
        number = int.from_bytes(hashlib.sha256(seed + attempt.to_bytes(2)).digest())
        symbols = "".join(
            ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(sum(_GROUPS_OF_SECRET))
        )
        if _is_fit_to_say(symbols):
            break
    return _grouped(symbols, _GROUPS_OF_SECRET)


def read_secret(text: str) -> str | None:
    """Return the secret that somebody typed, as `new_secret` writes it, or None if it has not its form."""
    symbols = _symbols(text)
    if len(symbols) != sum(_GROUPS_OF_SECRET) or not set(symbols) <= set(ALPHABET):
        return None
    return _grouped(symbols, _GROUPS_OF_SECRET)


def _draw(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def _is_fit_to_say(symbols: str) -> bool:
    # Digits alone would be taken for a phone number, by people and by programs.
    return not symbols.isdigit() and not _RUDE_PATTERN.search(symbols)


def _grouped(symbols: str, groups: tuple[int, ...]) -> str:
    rest = iter(symbols)
    return "-".join("".join(next(rest) for _ in range(size)) for size in groups)


def _symbols(text: str) -> str:
    """Reduce text to upper-case symbols: no spaces, dashes, quotes, full stops or invisible marks."""
    if len(text) > _LONGEST_INPUT:
        return ""
    wide = unicodedata.normalize("NFKC", text).upper().translate(_MISTAKEN_FOR)
    return "".join(symbol for symbol in wide if symbol.isalnum())
