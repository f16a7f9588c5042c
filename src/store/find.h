/* Finds a run or a machine by the name that the user gave. */
#ifndef STORE_FIND_H
#define STORE_FIND_H

#include "base/str.h"
#include "db/open.h"

/* Finds the run that was started `back` runs before the last one (0: that one).
 * Returns 0, 1 if there is none, or -1 with *err. */
int store_run_last(struct db *db, uint64_t back, int64_t *run_id,
		   struct err *err);

/*
 * Finds the run that `text` names: "last", "last~N" (N runs before the last),
 * an id, a label (the newest run that has it), or the beginning of a uuid (at
 * least 4 characters). Newest and last are told by the start, and in the same
 * second by the id; a run that is dated in the future is never the last. Returns
 * 0, or -1 with *err (ERR_USAGE if there is no such run).
 */
int store_run_find(struct db *db, const char *text, int64_t *run_id,
		   struct err *err);

/* Finds the newest run that has this label. Returns 0, 1 if there is none, or -1 with
 * *err. */
int store_run_labelled(struct db *db, const char *label, int64_t *run_id,
		       struct err *err);

/* Finds the key of the machine that `text` names: a run that was made on it, as
 * above, or the beginning of its key (at least 4 characters). Returns 0, or -1 with
 * *err (ERR_USAGE if there is no such machine). */
#define STORE_KEY_SIZE 40
int store_machine_find(struct db *db, const char *text,
		       char key[STORE_KEY_SIZE], struct err *err);

/* Runs that start more than an hour after now, which is more than clocks of
 * machines differ, and that nobody has excluded. */
struct future {
	int64_t runs, first_id; /* the id of the first of them; 0: none */
	char first_utc[24];     /* its start, or "" */
};

/* Returns 0, or -1 with *err. */
int store_future(struct db *db, struct future *future, struct err *err);

/* Adds a sentence about them; nothing if there are none. Returns 0, or -1 with
 * *err. */
int store_future_words(struct db *db, struct str *text, struct err *err);

#endif
