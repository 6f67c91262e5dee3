"""Documents of this app as data: what stands in them and in which order."""
