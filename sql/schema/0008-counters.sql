-- What the counters of the CPU count in a repeat (src/proc/perf.h).

ALTER TABLE sample ADD COLUMN
  instructions INTEGER /* in user mode, of the thread that called: its share of the work, its waiting and some hundred around them; workers are not included. NULL: not counted, because the machine shows no counters, others use them, or the caller sleeps while it is timed */;
ALTER TABLE sample ADD COLUMN
  cycles INTEGER /* of the CPU, counted as the instructions are */;
ALTER TABLE sample ADD COLUMN
  cache_misses INTEGER /* accesses that missed the last cache, as the CPU defines them, counted as the instructions are */;

ALTER TABLE sketch ADD COLUMN
  instructions INTEGER /* of the callers; sums over the ok ones, NULL where one was not counted */;
ALTER TABLE sketch ADD COLUMN
  cycles INTEGER /* of the CPU */;
ALTER TABLE sketch ADD COLUMN
  cache_misses INTEGER /* of the last cache */;
