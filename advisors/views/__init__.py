"""One class per page: the professional's own profile."""
