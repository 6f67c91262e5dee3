"""How good matching is, against a judged set and three baselines."""
