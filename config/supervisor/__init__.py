"""Starts, watches and stops everything on one machine: `python -m config.supervisor --help`."""
