"""Reads of this app: published reports, the texts a report starts from, and what needs a hand."""
