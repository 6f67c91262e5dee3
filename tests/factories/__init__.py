"""Rows for tests, one module per app.

A factory without arguments makes the simplest valid row in its first state. Other situations are
traits (`OpeningFactory(open=True)`), named after the state or the fact they stand for. Dates are
relative to today, so that an open call is really open when a page looks at the clock.
"""
