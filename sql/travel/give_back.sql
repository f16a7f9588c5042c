-- Free pages go back to the file system.
VACUUM;
PRAGMA wal_checkpoint(TRUNCATE);
