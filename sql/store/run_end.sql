-- Ends a run that will not be resumed; an earlier reason is kept in front of the new
-- one.
UPDATE run
SET status = iif(status = 'running', 'interrupted', status), owner = NULL,
    reason = iif(instr(reason, :reason), reason,
                 coalesce(reason || '; ', '') || :reason)
WHERE id = :id AND status <> 'finished';
