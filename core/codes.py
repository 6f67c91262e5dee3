"""Public ids (short, random, never sequential, easy to read aloud), and secrets in links and tokens."""

import hashlib
import secrets

# Crockford's base 32: no I, L, O, U, so a code can be dictated over the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8


def new_code() -> str:
    """Eight characters, 40 random bits; a unique column turns a collision into an error."""
    number = secrets.randbits(5 * LENGTH)
    return "".join([ALPHABET[number >> shift & 31] for shift in range(0, 5 * LENGTH, 5)])


def new_secret() -> str:
    """256 random bits, fit for an address; to be kept as `hash_of` it only."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """A plain digest is enough for 256 random bits; nobody can guess through it."""
    return hashlib.sha256(secret.encode()).hexdigest()
