"""Demonstration data: the founding story of さぬき市 and a living city in the middle of a round.

Everything happens through the operations, by the person who would do it, at the time it would
happen. All persons are fictional.
"""
