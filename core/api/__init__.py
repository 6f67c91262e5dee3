"""The machinery of /api/v1/.

An endpoint runs the page that does the same thing: the page's query, permission, form and operation.
So a program may do exactly what its user may do in the browser, and nothing is checked in two places.
What an app adds is how its rows look as JSON (`<app>/api`) and which pages they belong to
(`<app>/urls/api.py`).
"""
