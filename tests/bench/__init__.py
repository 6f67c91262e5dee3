"""`python -m tests.bench`: pages and queries on the synthetic country, beside the raw SQL they rest on.

No test of the suite: nothing here is named test_*. Each module in `rows` gives a list ROWS.
"""
