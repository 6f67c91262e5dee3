"""The kinds of files, and who may have them read in."""

from projects.enums import ImportKind
from projects.imports.advisors import Advisors
from projects.imports.municipalities import Municipalities
from projects.imports.openings import Openings
from projects.imports.programs import Programs
from projects.imports.reading import Reader
from projects.imports.staff import Staff

READERS: dict[str, type[Reader]] = {
    ImportKind.ADVISORS: Advisors,
    ImportKind.OPENINGS: Openings,
    ImportKind.STAFF: Staff,
    ImportKind.MUNICIPALITIES: Municipalities,
    ImportKind.PROGRAMS: Programs,
}
