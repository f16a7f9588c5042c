-- The key of a machine that begins with :prefix, and how many such machines there are.
SELECT key, count(*) OVER ()
FROM machine
WHERE substr(key, 1, length(:prefix)) = :prefix
LIMIT 1;
