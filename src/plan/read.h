/* Between the two halves of src/plan: reading rows, checking the whole. */
#ifndef PLAN_READ_H
#define PLAN_READ_H

#include "plan/plan.h"

/* The word of this name in a list, or NULL. */
const struct plan_word *plan_word(const struct plan_word *list,
				  const char *name);

/*
 * What can only be checked with all cells at hand: twins (equal cells of one
 * row collapse, of two rows are refused) and memory.
 */
int plan_check(struct plan *plan, const struct plan_words *words,
	       struct err *err);

#endif
