-- What verdicts are given by.

-- A mark of the kind 'same machine' joins two histories (v_same_machine).
ALTER TABLE mark ADD COLUMN
  machine_key TEXT /* of a mark of the kind 'same machine': the key of the older machine whose history the machine of the run continues; else NULL */;
