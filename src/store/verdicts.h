/* What is said of a night: its verdicts and trends, and how they are told. */
#ifndef STORE_VERDICTS_H
#define STORE_VERDICTS_H

#include "base/str.h"
#include "db/open.h"
#include "plan/plan.h"

#include <stddef.h>
#include <stdint.h>

/* A row of the table verdict; texts may be NULL, numbers NaN, ids 0. */
struct verdict_row {
	const char *measure, *subject, *verdict, *still, *reason, *moved,
	    *phases;
	int64_t series_id, since_run_id, still_since_run_id;
	double effect, low, high, last, month, p, visible[2];
	size_t nights;
	int method;
};

/* A row of the table trend. */
struct trend_row {
	const char *name, *subject, *word; /* word may be NULL */
	double value, low, high;           /* NaN: none */
};

/* Stores the verdicts and trends of a night in one transaction. If another process has
 * judged it meanwhile, those that it stored stay. Returns 0, or -1 with *err. */
int store_verdicts(struct db *db, int64_t run_id,
		   const struct verdict_row *rows, size_t count,
		   const struct trend_row *trends, size_t ntrends,
		   struct err *err);

/* What a verdict is about. */
struct verdict_subject {
	char measure[16], name[PLAN_SERIES_SIZE];
};

/* Lists the findings (view v_finding) of the night of a run that confirm that something
 * gets slower: `regressed`, and `drifting` upwards. *list, of *count, is for free().
 * Returns 0, or -1 with *err. */
int store_confirmed(struct db *db, int64_t run_id,
		    struct verdict_subject **list, size_t *count,
		    struct err *err);

/* Adds the counts of a night's new findings (view v_finding) that need attention
 * and the largest confirmed one with its cause: "1 regressed, 2 suspect;
 * regressed: shm/..: dispatch +12.3 us .."; and, if earlier nights were judged only
 * now (`late`), the largest that makes something slower since one of them; nothing if
 * there are none. Returns 0, or -1 with *err. */
int store_night_words(struct db *db, int64_t run_id, bool late,
		      struct str *text, struct err *err);

/* Adds how many suspicious series of a run were re-measured, and the outcomes:
 * "3 suspicious series measured again: 2 cleared, 1 still suspect"; nothing if
 * there were none. Returns 0, or -1 with *err. */
int store_remeasured_words(struct db *db, int64_t run_id, struct str *text,
			   struct err *err);

/* Adds a night as one JSON object: its exit code and status line, its account
 * and its verdicts. run_id is 0 if there was no run; `report`, the name of the
 * report, may be NULL. Returns 0, or -1 with *err. */
int store_night_json(struct db *db, int64_t run_id, int code, const char *line,
		     const char *report, struct str *text, struct err *err);

#endif
