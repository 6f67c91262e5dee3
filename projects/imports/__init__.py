"""Reading people, places, openings and programs from files of other systems: one module for each kind."""
