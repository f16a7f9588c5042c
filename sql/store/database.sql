-- Numbers of runs, repeats and sketches in the file, and its schema version.
SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM sample),
       (SELECT count(*) FROM sketch),
       (SELECT user_version FROM pragma_user_version);
