-- Cells may be inserted before their bases: references are checked at the commit.
PRAGMA defer_foreign_keys = ON;
