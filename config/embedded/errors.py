"""The one exception whose text is meant for the person at the terminal."""


class StartError(Exception):
    """Something outside the code stands in the way; the text is a sentence that says what to do."""
