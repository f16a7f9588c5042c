-- One row per plan text, the one last run first: how often it was run, and how long its runs took on average.
SELECT plan_hash, max(plan_name) AS plan, count(*) AS runs,
       count(*) FILTER (WHERE status = 'finished') AS finished,
       min(started_utc) AS first_utc, max(started_utc) AS last_utc,
       round(avg(unixepoch(finished_utc) - unixepoch(started_utc))
             FILTER (WHERE status = 'finished')) AS mean_duration_s
FROM run
GROUP BY plan_hash
ORDER BY last_utc DESC, max(id) DESC;
