/* Finds a run or a machine by the name that the user gave. */
#ifndef STORE_FIND_H
#define STORE_FIND_H

#include "db/open.h"

/*
 * Finds the run that `text` names: "last", "last~N" (N runs before the last),
 * an id, a label (the newest run that has it), or the beginning of a uuid (at
 * least 4 characters). Returns 0, or -1 with *err (ERR_USAGE if there is no
 * such run).
 */
int store_run_find(struct db *db, const char *text, int64_t *run_id,
		   struct err *err);

/* Finds the key of the machine that `text` names: a run that was made on it, as
 * above, or the beginning of its key (at least 4 characters). Returns 0, or -1 with
 * *err (ERR_USAGE if there is no such machine). */
#define STORE_KEY_SIZE 40
int store_machine_find(struct db *db, const char *text,
		       char key[STORE_KEY_SIZE], struct err *err);

#endif
