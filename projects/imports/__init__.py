"""Reading people and openings from files of other systems."""
