-- :run_id is the id of the copy that is replaced, or NULL for a new run. An export of
-- schema 5 has no generation, and its hashes are of version 1.
INSERT OR REPLACE INTO run (id, uuid, label, plan_name, plan_text, plan_hash,
                            seed, sessions, colds, started_utc, finished_utc,
                            status, reason, owner, generation, resumed,
                            forced, noisy, host_before, host_after, external,
                            content_hash, hash_version, utc_offset_s, origin,
                            machine_id, build_id)
VALUES (:run_id, :uuid, :label, :plan_name, :plan_text, :plan_hash, :seed,
        :sessions, :colds, :started_utc, :finished_utc, :status, :reason,
        :owner, coalesce(:generation, 0), :resumed, :forced, :noisy,
        :host_before, :host_after, :external, :content_hash,
        iif(:content_hash IS NULL, NULL, coalesce(:hash_version, 1)),
        :utc_offset_s, :origin,
        (SELECT id FROM machine
         WHERE key = iif(:key = 'external', coalesce('external ' || :origin, :key),
                         :key)),
        (SELECT id FROM build
         WHERE version = :version AND source = :source AND compiler = :compiler
           AND flags = :flags AND blas = :blas AND sqlite = :sqlite
           AND libc = :libc));
