/* The vocabulary of plans: the names of what this program can run. */
#ifndef RUN_VOCABULARY_H
#define RUN_VOCABULARY_H

#include "plan/plan.h"

/* The strategies, kernels and types of this program, and the free memory. */
void vocabulary_words(struct plan_words *words);

/* Reads the plan at `path`, or the built-in plan if `path` is NULL or
 * "built-in", with the words above. 0, or -1 with *err. */
int vocabulary_read_plan(struct plan *plan, const char *path, struct err *err);

#endif
