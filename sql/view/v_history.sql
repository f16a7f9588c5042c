-- One row per machine: its history, which it shares with the machines that are the same
-- (v_same_machine), by the first of them. The unknown machine (NULL) has the history NULL.
CREATE VIEW v_history AS
SELECT machine_id, min(other_id) AS history_id
FROM v_same_machine
GROUP BY machine_id;
