/* Making a run: a new one, or going on with one that was cut short. */
#ifndef APP_RECORD_H
#define APP_RECORD_H

#include <stdbool.h>
#include <stdint.h>

struct record {
	const char *db_path;
	const char *plan;  /* a path; NULL: the built-in one */
	const char *label; /* or NULL */
	const char
	    *resume;    /* the run to go on with: it keeps all of the rest */
	bool force;     /* resume on another machine or build */
	bool anonymous; /* keep no hostname */
	bool print;     /* the table, on stdout */
	uint64_t seed;
	uint32_t sessions, colds;
	unsigned long pause_s;                     /* between sessions */
	unsigned long timeout_ms, cell_timeout_ms; /* 0: the plan's */
};

/* Runs, tells how it went and what is wrong. Returns the exit code; *run_id (or
 * NULL) is the run's, 0 if there is none. */
int record(const struct record *asked, int64_t *run_id);

#endif
