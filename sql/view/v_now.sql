-- One row: the time now, and the latest start that a run can have. It lies an hour
-- ahead, because clocks of machines differ; a run that starts later is dated in the
-- future: it is neither the last run nor a night.
CREATE VIEW v_now AS
SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now') AS now_utc,
       strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+1 hour') AS latest_utc;
