-- One row per control kernel and run: its least, its greatest and its mean
-- time per call.
CREATE VIEW v_control AS
SELECT run_id, name, count(*) AS samples,
       min(1.0 * total_ns / calls) AS min_ns,
       avg(1.0 * total_ns / calls) AS mean_ns,
       max(1.0 * total_ns / calls) AS max_ns
FROM control
GROUP BY run_id, name;
