-- Settings of a connection that writes. synchronous comes before journal_mode:
-- the other order can lose a whole new database at a power cut.
PRAGMA synchronous = EXTRA;
PRAGMA journal_mode = WAL;
PRAGMA foreign_keys = ON;
PRAGMA cell_size_check = ON;
PRAGMA mmap_size = 0;
