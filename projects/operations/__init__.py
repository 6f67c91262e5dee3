"""Writes of this app, split by noun. Each function is one use case of one person."""
