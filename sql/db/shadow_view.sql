-- A view of this connection only, which is found before one of that name in the file.
CREATE TEMP VIEW %.*s;
