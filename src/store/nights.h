/* The nights of a machine: their measurements, states and levels. */
#ifndef STORE_NIGHTS_H
#define STORE_NIGHTS_H

#include "base/str.h"
#include "db/open.h"
#include "plan/plan.h"
#include "store/state.h"

/* The number of latest nights considered: a level's window and earlier
 * levels. */
#define NIGHTS_BACK 500

/* A night: the last finished run of a local date that is not excluded; a row of
 * the view v_night. */
struct night {
	int64_t run_id;
	char uuid[40], utc[24];
	char date[16]; /* local, "2026-11-22"; "": its start is not a time */
	bool judged;   /* it has verdicts */
	struct state state;
	/* for judge/: whether the machine was in another state than on the night that
	 * is judged, which is not compared with it then; [1]: for series whose workers
	 * exchange data */
	bool apart[2];
};

/* The cell of a series in a night. */
struct night_cell {
	int64_t series_id;
	char series[PLAN_SERIES_SIZE];
	struct cell cell; /* its grid point; repeats and time-outs are 0 */
	double value;     /* summary.value_ln, ln of the time; NaN: none */
	double relative;  /* ln of time / serial time; NaN: none */
	double ratio[3];  /* speed-up and the ends of its interval, or NaN */
	char status[16], reason[200];
};

struct night_cells {
	struct night_cell *cell; /* by series_id */
	size_t count, cap;
};

/* The beginning of a level: confirmed by a verdict or accepted by a person. */
struct night_level {
	char measure[16];               /* "": all */
	char subject[PLAN_SERIES_SIZE]; /* "": all */
	char how[16];                   /* regressed, improved, accepted */
	char start_utc[24];             /* start of its first night */
};

struct nights {
	bool excluded; /* whether the given run is excluded */
	/* how the machine of the first night differs from the last one before it:
	 * "memory 16 GiB, was 24 GiB"; and the key of that one. "" if there is none */
	char machine[400], machine_was[40];
	char noisy[400];     /* why the given run counts as noisy, or "" */
	struct night *night; /* ascending; the last is the given run */
	size_t count, cap;
	struct night_level *level; /* in the order of verdicts and marks */
	size_t levels, levels_cap;
};

/*
 * Loads the latest nights up to run `run_id`, `most` at most, and the levels of
 * its machine. Returns 0, or -1 with *err; ERR_USAGE if the run has not
 * finished.
 */
int store_nights_load(struct db *db, int64_t run_id, size_t most,
		      struct nights *nights, struct err *err);
void store_nights_free(struct nights *nights);

/* Sets `date` to that of a run's night, as "2026-11-22"; leaves it unchanged if
 * the run's start is not a time. Returns 0, or -1 with *err. */
int store_run_night(struct db *db, int64_t run_id, char date[16],
		    struct err *err);

/* Appends the cells of a night to *cells. Returns 0, or -1 with *err. */
int store_night_cells(struct db *db, int64_t run_id, struct night_cells *cells,
		      struct err *err);

/* An ok repeat of a series: its ns per call, and that of its serial base in the
 * same round (NaN: none). */
struct night_repeat {
	uint32_t session, round;
	double ns, base_ns;
};

struct night_repeats {
	struct night_repeat *repeat; /* for free() */
	size_t count, cap;
	uint32_t sessions;
};

/* Appends the ok repeats of a series in a run, in ascending rounds, without
 * those of a session that re-measured it. Returns 0, or -1 with *err. */
int store_night_repeats(struct db *db, int64_t run_id, int64_t series_id,
			struct night_repeats *repeats, struct err *err);

/* Adds to *text why the run counts as noisy; nothing if it does not. Returns 0,
 * or -1 with *err. */
int store_run_noisy(struct db *db, int64_t run_id, struct str *text,
		    struct err *err);

/* Reads the number of CPUs that the run could use; 1 if it is not known. Returns
 * 0, or -1 with *err. */
int store_run_cpus(struct db *db, int64_t run_id, double *cpus,
		   struct err *err);

/* The runs around the start of a change; 0 where there is none. */
struct night_change {
	int64_t earlier, before; /* the last two nights before it */
	int64_t since, later;    /* its first two nights */
	int64_t tonight;         /* the night that is judged */
};

/* Adds to *text what changed in program, libraries and machine between the runs
 * `before` and `since`, likely causes of other times first: "compiler: 'A' ->
 * 'B'; ...". What changed a night earlier or later, if these runs are given,
 * follows; what has its old value again tonight is left out. Returns 0, or -1
 * with *err. */
int store_night_changes(struct db *db, const struct night_change *change,
			struct str *text, struct err *err);

/* Adds which parts of the time of a series changed between two sets of runs,
 * each a JSON array of ids: to *moved in words, to *phases as a JSON object, as
 * the columns of the table verdict have it; nothing if the phases are not known.
 * `relative`: it is the time against serial, whose base may have changed instead.
 * Returns 0, or -1 with *err. */
int store_night_phases(struct db *db, int64_t series_id, bool relative,
		       const char *before, const char *since, struct str *moved,
		       struct str *phases, struct err *err);

#endif
