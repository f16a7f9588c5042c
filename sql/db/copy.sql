-- A copy is written to a file that has no name yet: it has no place for a
-- journal, needs none to be thrown away, and is synced as a whole at the end.
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
