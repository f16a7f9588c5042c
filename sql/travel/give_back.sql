-- Returns free pages to the file system.
VACUUM;
PRAGMA wal_checkpoint(TRUNCATE);
