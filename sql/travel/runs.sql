-- All runs, in an order that does not depend on the database.
SELECT id, uuid FROM run ORDER BY uuid;
