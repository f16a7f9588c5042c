/* Expands a field of a plan, a list of numbers and ranges, to its values. */
#include "plan/expand.h"

#include "base/mem.h"
#include "base/units.h"
#include "plan/plan.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct field {
	struct expand *expand;
	uint64_t min, max;
	const char *where, *column;
	struct err *err;
};

static int expand_refuse(const struct field *f, const char *word,
			 const char *what)
{
	return err_set(f->err, ERR_USAGE, "%s: %s '%s': %s", f->where,
		       f->column, word, what);
}

static int append(const struct field *f, uint64_t value, const char *word)
{
	struct expand *e = f->expand;
	char what[120];

	if (value < f->min || value > f->max) {
		snprintf(what, sizeof(what),
			 "%" PRIu64 " is not within %" PRIu64 "..%" PRIu64,
			 value, f->min, f->max);
		return expand_refuse(f, word, what);
	}
	if (e->count == PLAN_CELLS_MAX)
		return expand_refuse(
		    f, word,
		    "a range of more than a million values; use a "
		    "larger step");
	if (mem_grow(&e->values, &e->cap, e->count + 1, sizeof(*e->values),
		     f->err))
		return -1;
	e->values[e->count++] = value;
	return 0;
}

static int geometric(const struct field *f, const char *word, uint64_t from,
		     uint64_t to, const char *factor_text)
{
	double factor, exact = (double)from;
	uint64_t value = from;

	if (!units_parse_double(factor_text, &factor))
		return expand_refuse(f, word,
				     "the factor after * is not a number");
	if (from == 0 || factor <= 1)
		return expand_refuse(
		    f, word,
		    "the range never ends; start above 0 and use a "
		    "factor above 1");
	while (value <= to) {
		if (append(f, value, word))
			return -1;
		exact *= factor;
		if (exact > 0x1p63)
			break;
		if ((uint64_t)llround(exact) <= value)
			return expand_refuse(
			    f, word,
			    "the factor is too close to 1 to reach "
			    "the next whole number; use a larger one");
		value = (uint64_t)llround(exact);
	}
	return 0;
}

static int arithmetic(const struct field *f, const char *word, uint64_t from,
		      uint64_t to, const char *step_text)
{
	uint64_t step, value;

	if (!units_parse_u64(step_text, &step))
		return expand_refuse(f, word,
				     "the step after + is not a whole number");
	if (step == 0)
		return expand_refuse(
		    f, word, "the range never ends; use a step above 0");
	for (value = from; value <= to; value += step) {
		if (append(f, value, word))
			return -1;
		if (to - value < step)
			break;
	}
	return 0;
}

/* Appends a range FROM..TO*F or FROM..TO+S. `word` is for messages; `from_text`
 * is a copy of it, which is cut at `dots` and at the sign. */
static int range(const struct field *f, const char *word, char *from_text,
		 char *dots)
{
	char *to_text = dots + 2, *sign;
	uint64_t from, to;
	char kind;

	*dots = '\0';
	sign = strpbrk(to_text, "*+");
	if (!sign)
		return expand_refuse(f, word,
				     "a range needs *FACTOR or +STEP, as in "
				     "1000..1000000*10");
	kind = *sign;
	*sign = '\0';
	if (!units_parse_u64(from_text, &from) ||
	    !units_parse_u64(to_text, &to))
		return expand_refuse(
		    f, word, "the ends of a range must be whole numbers");
	if (to < from)
		return expand_refuse(
		    f, word, "the range ends before it starts; swap its ends");
	return kind == '*' ? geometric(f, word, from, to, sign + 1)
			   : arithmetic(f, word, from, to, sign + 1);
}

static int one_word(const struct field *f, const char *word)
{
	char copy[128], *dots;
	uint64_t value;

	if (strlen(word) >= sizeof(copy))
		return expand_refuse(f, "", "too long for a number");
	strcpy(copy, word);
	dots = strstr(copy, "..");
	if (dots)
		return range(f, word, copy, dots);
	if (!units_parse_u64(copy, &value))
		return expand_refuse(
		    f, word,
		    "not a whole number; write 1000, or a range as in "
		    "1000..1000000*10");
	return append(f, value, word);
}

int expand_numbers(struct expand *expand, const char *field, uint64_t min,
		   uint64_t max, const char *where, const char *column,
		   struct err *err)
{
	struct field f = { expand, min, max, where, column, err };
	char *copy = mem_text(field, err), *word, *rest;
	int rc = copy ? 0 : -1;

	for (word = copy ? strtok_r(copy, " \t", &rest) : NULL; word && !rc;
	     word = strtok_r(NULL, " \t", &rest))
		rc = one_word(&f, word);
	free(copy);
	return rc;
}

void expand_free(struct expand *expand)
{
	free(expand->values);
	memset(expand, 0, sizeof(*expand));
}
