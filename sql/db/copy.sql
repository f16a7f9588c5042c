-- Settings for writing a copy, to a file that has no name yet: a journal would have
-- no place, a failed copy is thrown away, and the whole file is synced at the end.
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
