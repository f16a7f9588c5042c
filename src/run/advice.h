/* What a plan will not do as its author may expect. */
#ifndef RUN_ADVICE_H
#define RUN_ADVICE_H

#include "base/str.h"
#include "run/block.h"

/*
 * Adds one line about the plan to *words, for people, before it runs: parallel cells that
 * will have no speed-up (peers are left out), more workers than CPUs that are allowed, and
 * settings that will have no effect; nothing if there is none of these. `bases` is that of
 * blocks_bases().
 * Returns 0, or -1 with *err.
 */
int advice_on_plan(const struct plan *plan, const size_t *bases,
		   struct str *words, struct err *err);

#endif
