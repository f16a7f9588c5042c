-- All tables, views and indexes of the file, for comparison with those dotrec creates.
SELECT type, name, sql FROM sqlite_schema;
