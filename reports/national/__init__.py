"""A country in full use, for measuring: synthetic people, calls and work of all 1,741 municipalities.

Rows are written past the operations, by COPY; the constraints of the database still judge each one.
The same seed and day give the same rows. The audit record, notices and mails stay empty.
"""
