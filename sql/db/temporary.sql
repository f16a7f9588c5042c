-- Settings of a private temporary database, which is worthless after a crash.
PRAGMA journal_mode = MEMORY;
PRAGMA synchronous = OFF;
PRAGMA foreign_keys = ON;
