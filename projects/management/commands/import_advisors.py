from projects.imports.advisors import Advisors
from projects.management.reading import ImportCommand
from projects.operations.matching import rebuild_calls


class Command(ImportCommand):
    help = "Reads professionals from a CSV or Excel file. Nobody can sign in to the accounts that are opened."
    reader = Advisors

    def after(self) -> None:
        """New people change how rare a trait is."""
        rebuild_calls()
