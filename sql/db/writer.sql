-- Settings of a connection that writes. synchronous is set before journal_mode: in
-- the other order a power cut can destroy a whole new database.
PRAGMA synchronous = EXTRA;
PRAGMA journal_mode = WAL;
PRAGMA foreign_keys = ON;
PRAGMA cell_size_check = ON;
PRAGMA mmap_size = 0;
