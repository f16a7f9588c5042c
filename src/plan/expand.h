/* The values of one field of a plan: lists and ranges, written out. */
#ifndef PLAN_EXPAND_H
#define PLAN_EXPAND_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

/* Whole numbers, ascending within each range. Zero before use. */
struct expand {
	uint64_t *values;
	size_t count, cap;
};

/*
 * Appends the values of a field such as "1000 2000 10000..1000000*10". Each
 * must lie in [min, max]. `where` ("plan.csv:3:12") and `column` stand in
 * messages.
 */
int expand_numbers(struct expand *expand, const char *field, uint64_t min,
		   uint64_t max, const char *where, const char *column,
		   struct err *err);
void expand_free(struct expand *expand);

#endif
