-- A copy leaves as one file that opens on read-only media, too.
PRAGMA journal_mode = DELETE;
