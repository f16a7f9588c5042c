-- One row per sample in a file sample.json of criterion (Rust): the time per iteration in
-- nanoseconds; its name is in the path, as that of estimates.json.
WITH iterations AS MATERIALIZED (
  SELECT key, value FROM json_each(:text, '$.iters'))
SELECT t.fullkey, :path, NULL, NULL, t.value / nullif(i.value, 0), 'ns', NULL, NULL
FROM json_each(:text, '$.times') AS t
LEFT JOIN iterations AS i ON i.key = t.key;
