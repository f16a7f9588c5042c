-- A run that nobody goes on with; what else is known of its end stays.
UPDATE run
SET status = iif(status = 'running', 'interrupted', status), owner = NULL,
    reason = iif(instr(reason, :reason), reason,
                 coalesce(reason || '; ', '') || :reason)
WHERE id = :id AND status <> 'finished';
