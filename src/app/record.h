/* Records a run: a new one, or the rest of an interrupted one. */
#ifndef APP_RECORD_H
#define APP_RECORD_H

#include <stdbool.h>
#include <stdint.h>

struct record {
	const char *db_path;
	const char *plan;   /* a path; NULL: the built-in one */
	const char *label;  /* or NULL */
	const char *resume; /* the run to resume, with its own settings */
	bool force;         /* resume on another machine or build */
	bool anonymous;     /* store no hostname */
	bool utc;   /* the night is the date of UTC, not the local one */
	bool print; /* prints the table of times to stdout */
	uint64_t seed;
	uint32_t sessions, colds;
	unsigned long pause_s;                     /* between sessions */
	unsigned long timeout_ms, cell_timeout_ms; /* 0: the plan's */
};

/* Runs; reports the result and what is wrong. Returns the exit code; sets
 * *run_id (unless NULL) to the run's id, 0 if there is none. */
int record(const struct record *asked, int64_t *run_id);

#endif
