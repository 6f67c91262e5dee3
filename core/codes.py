"""Public ids: short, random, never sequential, easy to read aloud."""

import secrets

# Crockford's base 32: no I, L, O, U, so a code can be dictated over the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8


def new_code() -> str:
    """Eight characters, 40 random bits; a unique column turns a collision into an error."""
    number = secrets.randbits(5 * LENGTH)
    return "".join([ALPHABET[number >> shift & 31] for shift in range(0, 5 * LENGTH, 5)])
