-- One row per sample in a file sample.json of criterion (Rust): the time per iteration in
-- nanoseconds; its name is in the path, as that of estimates.json.
SELECT t.fullkey, :path, NULL, NULL,
       t.value / nullif(:text -> '$.iters' ->> t.key, 0), 'ns', NULL, NULL
FROM json_each(:text, '$.times') AS t;
