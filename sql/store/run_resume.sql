UPDATE run
SET status = 'running', reason = NULL, finished_utc = NULL, owner = :owner,
    resumed = resumed + 1, generation = generation + 1,
    forced = iif(:forced IS NULL, forced,
                 coalesce(forced || '; ', '') || :forced)
WHERE id = :id;
