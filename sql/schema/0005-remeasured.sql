-- Series that were measured again the same night.

ALTER TABLE cell ADD COLUMN
  remeasured TEXT /* why a further session measured it once more: 'time suspect', ..., or 'base': for the speed-up of another; NULL: none did */;
