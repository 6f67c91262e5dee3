"""The present: 飯綱町 in the middle of a round, and calls and reports of other municipalities.

The municipalities are real, what is told of them is made up, and the public texts say so. Every date
is counted from the day of the seeding.
"""
