/* Expands a field of a plan, a list of numbers and ranges, to its values. */
#ifndef PLAN_EXPAND_H
#define PLAN_EXPAND_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

/* The whole numbers of a field in its order; zero the struct before use. */
struct expand {
	uint64_t *values;
	size_t count, cap;
};

/*
 * Appends the values of a field such as "1000 2000 10000..1000000*10". Each
 * value must lie in [min, max]. `where` ("plan.csv:3:12") and `column`, its
 * name, are for messages. Returns 0, or -1 with *err.
 */
int expand_numbers(struct expand *expand, const char *field, uint64_t min,
		   uint64_t max, const char *where, const char *column,
		   struct err *err);
void expand_free(struct expand *expand);

#endif
