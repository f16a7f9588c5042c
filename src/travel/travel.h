/*
 * Data that travels: the content hash, merging, export, import, thinning.
 *
 * All of it reads and writes the rows of travel/rows.h, which know no ids.
 *
 * The hash of a run (travel/content.h) is over everything recorded of it: its
 * own row with plan, machine and build, cells, repeats, cold starts and
 * controls. It does not change when verdicts are added, nor when the repeats
 * are thinned to sketches: it is kept then, with its version. The hash of a
 * database is that over its runs in the order of their uuids, each with its
 * hash, summaries, speed-ups, sketches, verdicts and marks. It tells damage and
 * mistakes, not malice.
 */
#ifndef TRAVEL_TRAVEL_H
#define TRAVEL_TRAVEL_H

#include "db/open.h"

#include <stdio.h>

/* The content hash of a database: 16 hexadecimal digits. 0, or -1 with *err. */
int travel_hash(struct db *db, char hash[17], struct err *err);

/* What became of the runs of the merged databases. */
struct merge_result {
	size_t added;     /* new */
	size_t replaced;  /* in the place of a copy that knew less */
	size_t kept;      /* there already */
	size_t conflicts; /* runs and verdicts, told as errors */
};

/*
 * Adds what the databases `paths` hold to the one at `path`. Where that is not
 * there, it is made once all of them have been read. All that can be added is
 * added in one transaction; on failure (-1 with *err) nothing is.
 *
 * Of two copies of a run the one of the higher generation counts. A run gets
 * one generation more each time that something is added to it after it had
 * ended (it is resumed, or measured again). What was judged of a lower
 * generation goes with it. Of two copies of one generation:
 *
 *     the same hash            the copy with more of its repeats stays: all,
 *                              their sketches, none
 *     one of them has ended    it stays: the other was taken before
 *     both are still running   the one that was resumed more often, or has more
 *                              repeats
 *     else                     a conflict
 *
 * It is a conflict, too, where the copy of the higher generation has not
 * finished and the other one has: they went on apart. A run in conflict stays as
 * it is in `path`, with what was said of it, and all others are merged; the
 * conflict is logged with its uuid, and counted. Two different verdicts on a
 * series in a run are a conflict as well.
 *
 * But for conflicts the order of databases does not matter, nor how often one
 * is merged. Verdicts and marks are united; a mark undone in one database is
 * undone.
 */
int travel_merge(const char *path, const char *const *paths, size_t count,
		 struct merge_result *result, struct err *err);

/* Nights of a series that its verdicts look back on: never thinned. */
#define PRUNE_WINDOW 400

struct prune_options {
	const char *now_utc; /* ISO 8601 */
	uint32_t days;       /* only runs older than so many, 0: all */
	uint32_t keep; /* nights of each series kept whole, if above 400 */
};

struct prune_result {
	size_t runs; /* thinned, or to be */
	int64_t samples;
	char oldest_utc[24], newest_utc[24]; /* when these runs were started */
	int64_t bytes, bytes_left; /* of the database: before, after */
};

/*
 * Replaces the repeats of old finished runs by sketches (counts, quantiles,
 * sums, bits) and gives the room back; with `only_look` nothing changes.
 * Summaries, speed-ups, cold starts, controls, verdicts and marks stay as they
 * are, and so does the hash of the run. A run is left alone while one of its
 * series has at most PRUNE_WINDOW later nights on that machine. 0, or -1 with
 * *err; what was thinned until then stays so.
 */
int travel_prune(struct db *db, const struct prune_options *options,
		 bool only_look, struct prune_result *result, struct err *err);

/*
 * Writes `count` runs to f. `what` is "all", "samples" (with their runs, cells,
 * cold starts and controls), "summaries" (as if the runs were thinned; needs
 * DB_WRITE, though nothing stays changed) or "verdicts" (with marks);
 * `format` is "csv" or "jsonl". travel_import() gives back the same.
 *
 * CSV: a row whose first field is "table" names the columns of the rows that
 * follow, which begin with the name of their table. An empty field is NULL. A
 * text that begins with = + - @ tab CR or an apostrophe, and the empty one, has
 * an apostrophe in front: no spreadsheet takes it for a formula. JSON lines: an
 * object per row, what is NULL is left out. Reals are the shortest text that
 * reads back as the same double. Returns 0, or -1 with *err.
 */
int travel_export(struct db *db, const int64_t *runs, size_t count,
		  const char *what, const char *format, FILE *f,
		  struct err *err);

/* The ids of all runs, oldest first, for free(). 0, or -1 with *err. */
int travel_runs(struct db *db, int64_t **runs, size_t *count, struct err *err);

/* What is read from a file: where it stands is told by LINE:COLUMN. */
struct import_options {
	const char *map; /* column=NAME,..., or NULL: see doc/dotrec.1 */
	const char *started_utc; /* of runs without a date */
};

/*
 * Adds what a file holds to the database at `path`, by the rules of
 * travel_merge(). Where there is no database, it is made once the whole file has
 * been checked. The file is an export, or any other CSV, which is read as
 * external series (strategy "external:NAME"): one with a column N and columns
 * of times in seconds, or one whose columns `map` names. Every row is checked; the first wrong ones are logged as
 * "NAME:LINE:COLUMN: what", and then nothing is added. `name` is what the file
 * is called. Returns 0, or -1 with *err (ERR_USAGE where the file is wrong).
 */
int travel_import(const char *path, const char *text, size_t len,
		  const char *name, const struct import_options *options,
		  struct merge_result *result, struct err *err);

#endif
