-- Copies that travelled before their run was changed, and hashes of two rules.

ALTER TABLE run ADD COLUMN
  generation INTEGER /* how often what was recorded was added to after it had ended: resumed, measured again; of two copies the higher one counts */ NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN
  hash_version INTEGER /* the rule of content_hash: 1 before schema 6, then 2; NULL: no content_hash */;

-- so that a copy from before a run was measured again gives way
UPDATE run
SET generation = (SELECT count(*) FROM cell AS c
                  WHERE c.run_id = run.id AND c.remeasured IS NOT NULL),
    hash_version = iif(content_hash IS NULL, NULL, 1);
