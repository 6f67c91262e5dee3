"""Input of this app: what people type becomes clean values for one operation."""
