-- Cells may come before their bases: references are checked at the end.
PRAGMA defer_foreign_keys = ON;
