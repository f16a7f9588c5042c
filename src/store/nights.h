/* The nights of a machine, what was measured in them, and what was said. */
#ifndef STORE_NIGHTS_H
#define STORE_NIGHTS_H

#include "base/str.h"
#include "db/open.h"
#include "plan/plan.h"

/* Nights that are looked back on: a level's window, and the levels before it. */
#define NIGHTS_BACK 500

/* A night is the last finished run of a date (UTC) that is not excluded: a row
 * of the view v_night. */
struct night {
	int64_t run_id;
	char uuid[40], utc[24];
	bool judged; /* it has verdicts */
};

/* A series in a night. */
struct night_cell {
	int64_t series_id;
	char series[PLAN_SERIES_SIZE];
	struct cell cell; /* its grid point; repeats and time-outs are 0 */
	double value;     /* ln of the time, see sql/schema; NaN: none */
	double relative;  /* ln of time / serial time; NaN: none */
	double ratio[3];  /* speed-up, and its interval's ends, or NaN */
	char status[16], reason[200];
};

struct night_cells {
	struct night_cell *cell; /* by series_id */
	size_t count, cap;
};

/* A level begins: confirmed by a verdict, or accepted by a person. */
struct night_level {
	char measure[16];               /* "": all */
	char subject[PLAN_SERIES_SIZE]; /* "": all */
	char how[16];                   /* regressed, improved, accepted */
	char start_utc[24];             /* of its first night */
};

struct nights {
	int64_t machine_id;
	bool excluded;       /* the run asked for is */
	bool elsewhere;      /* there are older runs on other machines */
	char noisy[400];     /* why the run asked for was; or "" */
	struct night *night; /* ascending; the last is the run asked for */
	size_t count, cap;
	struct night_level *level; /* in the order in which they were said */
	size_t levels, levels_cap;
};

/*
 * Loads at most `most` nights up to run `run_id`, the latest ones. Returns 0,
 * or -1 with *err: a run that is not finished has no night (ERR_USAGE).
 */
int store_nights_load(struct db *db, int64_t run_id, size_t most,
		      struct nights *nights, struct err *err);
void store_nights_free(struct nights *nights);

/* Adds what a night measured to *cells, after what is there: 0, or -1. */
int store_night_cells(struct db *db, int64_t run_id, struct night_cells *cells,
		      struct err *err);

/* A good repeat of a series: ns per call, and its serial base's of the same
 * round (NaN: none). */
struct night_repeat {
	uint32_t session, round;
	double ns, base_ns;
};

struct night_repeats {
	struct night_repeat *repeat; /* for free() */
	size_t count, cap;
	uint32_t sessions;
};

/* Adds the repeats of a series in a run, in ascending rounds, without those
 * that measured it again. 0, or -1 with *err. */
int store_night_repeats(struct db *db, int64_t run_id, int64_t series_id,
			struct night_repeats *repeats, struct err *err);

/* ln of the median of the control kernel `chain`, NaN without: 0, or -1. */
int store_night_control(struct db *db, int64_t run_id, double *value,
			struct err *err);

/* Adds to *text what changed in build, libraries and system since run `before`:
 * "compiler: 'A' -> 'B'; ...". 0, or -1 with *err. */
int store_night_changes(struct db *db, int64_t before, int64_t run_id,
			struct str *text, struct err *err);

/* A row of the table verdict; texts may be NULL, numbers NaN, ids 0. */
struct verdict_row {
	const char *measure, *subject, *verdict, *still, *reason;
	int64_t series_id, since_run_id, still_since_run_id;
	double effect, low, high, p, visible[2];
	size_t nights;
	int method;
};

struct trend_row {
	const char *name, *subject, *word; /* word may be NULL */
	double value, low, high;           /* NaN: none */
};

/* Keeps what was said of a night, all of it or nothing. 0, or -1 with *err. */
int store_verdicts(struct db *db, int64_t run_id,
		   const struct verdict_row *rows, size_t count,
		   const struct trend_row *trends, size_t ntrends,
		   struct err *err);

/* How many subjects were told `regressed` on the night of a run. */
int store_confirmed(struct db *db, int64_t run_id, size_t *count,
		    struct err *err);

/* Adds what was said of a night in short, "1 regressed, 2 suspect"; nothing where
 * there is nothing to look at. 0, or -1 with *err. */
int store_night_words(struct db *db, int64_t run_id, struct str *text,
		      struct err *err);

/* Adds how many suspicious series of a run were measured again, and what became
 * of that: "3 suspicious series measured again: 2 cleared, 1 still suspect";
 * nothing where none was. 0, or -1 with *err. */
int store_remeasured_words(struct db *db, int64_t run_id, struct str *text,
			   struct err *err);

/* Adds a night as one JSON object, for programs: how it ended, its account, its
 * verdicts. run_id 0: there was no run; report may be NULL. 0, or -1. */
int store_night_json(struct db *db, int64_t run_id, int code, const char *line,
		     const char *report, struct str *text, struct err *err);

/* Decisions by people: 'accepted' of a series (0: all), 'excluded' of a run. */
int store_mark(struct db *db, const char *kind, int64_t series_id,
	       int64_t run_id, const char *reason, struct err *err);
/* Takes back those that hold (run_id 0: of any run); how many in *count. */
int store_unmark(struct db *db, const char *kind, int64_t series_id,
		 int64_t run_id, size_t *count, struct err *err);

/*
 * The series of this name, or that match it (* stands for anything): calls
 * take() with each and the last run that has it, until it fails; what that
 * writes is written for all of them or for none. Returns 0, or -1 with *err; no
 * series is ERR_USAGE.
 */
int store_series_match(struct db *db, const char *pattern,
		       int (*take)(void *ctx, int64_t series_id, int64_t run_id,
				   const char *series, struct err *err),
		       void *ctx, struct err *err);

#endif
