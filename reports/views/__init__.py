"""One class per page: which permission, which query, which operation, which template."""
