/* Internal to src/plan: what reading plan files (read.c) shares with checking
 * them (plan.c). */
#ifndef PLAN_READ_H
#define PLAN_READ_H

#include "plan/plan.h"

/* The word of this name in a list, or NULL. */
const struct plan_word *plan_word(const struct plan_word *list,
				  const char *name);

/* The column that plan_launcher() finds. */
#define PLAN_LAUNCHER_COLUMN "launcher"

/* A copy of a field without the blanks around it; free() releases it. NULL with
 * *err. */
char *plan_trimmed(const char *text, struct err *err);

/*
 * Makes the checks that need all cells: of equal cells of one row, one stays;
 * equal cells of two rows and blocks that need too much memory are refused.
 * Returns 0, or -1 with *err.
 */
int plan_check(struct plan *plan, const struct plan_words *words,
	       struct err *err);

#endif
