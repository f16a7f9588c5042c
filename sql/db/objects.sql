-- All that the file says is in it, to be compared with what dotrec makes.
SELECT type, name, sql FROM sqlite_schema;
