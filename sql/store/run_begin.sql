INSERT INTO run (uuid, label, plan_name, plan_text, plan_hash, seed, sessions,
                 colds, owner, started_utc, utc_offset_s)
VALUES (:uuid, :label, :plan_name, :plan_text, :plan_hash, :seed, :sessions,
        :colds, :owner, :started_utc, :utc_offset_s)
RETURNING id;
