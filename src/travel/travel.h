/*
 * Data that travels: the content hash, merging, export, import, thinning.
 *
 * All of it reads and writes the rows of travel/rows.h, which have no ids.
 *
 * The hash of a run (travel/content.h) covers everything recorded of it: its
 * own row with plan, machine and build, cells, repeats, cold starts and
 * controls. It does not change when verdicts are added, nor when the repeats
 * are thinned to sketches: it is then stored, with its version. The hash of a
 * database covers its runs in the order of their uuids, each with its hash,
 * summaries, speed-ups, sketches, verdicts, trends and marks. These hashes
 * reveal damage and mistakes, not malice.
 */
#ifndef TRAVEL_TRAVEL_H
#define TRAVEL_TRAVEL_H

#include "base/date.h"
#include "db/open.h"

#include <stdio.h>

/* The content hash of a database: 16 hexadecimal digits. 0, or -1 with *err. */
int travel_hash(struct db *db, char hash[17], struct err *err);

/* What merging did with the runs of the merged databases. */
struct merge_result {
	size_t added;     /* they were new */
	size_t replaced;  /* they replaced a copy that had less */
	size_t kept;      /* the target had them already */
	size_t conflicts; /* runs and verdicts, logged as errors */
	/* of an imported file: its rows, its runs, and those that are nights;
	 * earlier nights that are none any more, because of later runs in it */
	size_t rows, runs, nights, hidden;
};

/*
 * Merges the runs of the databases `paths` into the one at `path`. If `path`
 * does not exist, it is created once all databases have been read. Everything
 * is added in one transaction; on failure (-1 with *err) nothing is.
 *
 * Of two copies of a run the one of the higher generation wins. The generation
 * of a run rises by one each time that something is added to the run after it
 * had ended (it is resumed, or measured again). The verdicts on a lower
 * generation are dropped with it. Of two copies of the same generation:
 *
 *     the same hash            the copy with more of its repeats stays: all of
 *                              them, only their sketches, none
 *     one of them has ended    it stays: the other copy was made earlier
 *     both are still running   the one stays that was resumed more often, or
 *                              has more repeats
 *     otherwise                a conflict
 *
 * It is also a conflict if the copy of the higher generation has not finished
 * and the other one has: each was continued without the other. A run in
 * conflict stays as it is in `path`, with its verdicts and marks, and all other
 * runs are merged; the conflict is logged with the uuid, and counted. Two
 * different verdicts on a series in a run are a conflict as well.
 *
 * Except for conflicts, neither the order of the databases matters nor how
 * often one of them is merged. Verdicts and marks are united; a mark that is
 * undone in one database is undone in the result.
 */
int travel_merge(const char *path, const char *const *paths, size_t count,
		 struct merge_result *result, struct err *err);

/* Number of nights of a series that its verdicts look back on: never thinned.
 */
#define PRUNE_WINDOW 400

struct prune_options {
	uint32_t days; /* thin only runs that are older; 0: of any age */
	uint32_t keep; /* nights of each series to keep whole, if above 400 */
};

struct prune_result {
	size_t runs;                         /* thinned, or to be thinned */
	int64_t samples;                     /* repeats of these runs */
	char oldest_utc[24], newest_utc[24]; /* first and last start of them */
	int64_t bytes, bytes_left; /* size of the database before, after */
};

/*
 * Replaces the repeats of old finished runs by sketches (counts, quantiles,
 * sums, bits) and shrinks the file; with `only_look` nothing changes, and the
 * runs are only counted. Summaries, speed-ups, cold starts, controls, verdicts
 * and marks stay as they are, and so does the hash of the run. A run is left
 * alone while one of its series has at most PRUNE_WINDOW later nights on that
 * machine. 0, or -1 with *err; the runs that were thinned before a failure stay
 * thinned.
 */
int travel_prune(struct db *db, const struct prune_options *options,
		 bool only_look, struct prune_result *result, struct err *err);

/*
 * Writes `count` runs to f. `what` is "all", "samples" (with their runs, cells,
 * cold starts and controls), "summaries" (as if the runs were thinned; needs
 * DB_WRITE for changes that are rolled back) or "verdicts" (with trends and
 * marks); `format` is "csv" or "jsonl". travel_import() restores the same rows.
 *
 * CSV: a row whose first field is "table" names the columns of the following
 * rows, which begin with the name of their table. An empty field is NULL. A
 * text that is empty or begins with = + - @ tab CR or an apostrophe gets an
 * apostrophe in front, so that no spreadsheet takes it for a formula. JSON
 * lines: one object per row, without the columns that are NULL. Reals are the
 * shortest text that reads back as the same double. Returns 0, or -1 with *err.
 */
int travel_export(struct db *db, const int64_t *runs, size_t count,
		  const char *what, const char *format, FILE *f,
		  struct err *err);

/* The ids of all runs, oldest first, to be released with free(). 0, or -1 with
 * *err. */
int travel_runs(struct db *db, int64_t **runs, size_t *count, struct err *err);

/* How a file is imported. */
struct import_options {
	const char *map; /* column=NAME,..., or NULL: see dotrec-import(1) */
	struct date started;   /* start of the runs that have no date */
	bool started_is_guess; /* such as the time stamp of the file */
	const char *source;    /* whose history a foreign file belongs to; NULL:
			       see import_continue() */
	/* If not NULL, nothing is stored: it is called with a database that has
	 * the runs which would be added. Returns 0, or -1 with *err. */
	int (*preview)(void *ctx, struct db *db, struct err *err);
	void *preview_ctx;
};

/*
 * Adds the rows of a file to the database at `path`, by the rules of
 * travel_merge(). If the database does not exist, it is created once the whole
 * file has been checked. The file is an export, or what another program wrote: its
 * format is recognised by its content (doc/importing.md), and its times become
 * external series (strategy "external:NAME"). `map` names the columns of a table.
 * Every row is checked; the first problems are logged as "NAME:LINE:COLUMN: what",
 * or with the path of a JSON value, and then nothing is added. `name` is the name of
 * the file in messages. Returns 0, or -1 with *err (ERR_USAGE if the file is wrong).
 */
int travel_import(const char *path, const char *text, size_t len,
		  const char *name, const struct import_options *options,
		  struct merge_result *result, struct err *err);

#endif
