/* The provenance of a run: facts, by name. */
#include "sample/provenance.h"

#include "base/str.h"
#include "base/units.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

void facts_add(struct facts *facts, const char *name, const char *value)
{
	struct fact *fact;

	if (!*value)
		return;
	assert(facts->count < FACTS_MAX && !facts_text(facts, name));
	fact = &facts->fact[facts->count++];
	str_copy(fact->name, sizeof(fact->name), name);
	str_copy(fact->value, sizeof(fact->value), value);
}

void facts_add_integer(struct facts *facts, const char *name, int64_t value)
{
	char text[UNITS_SIZE];

	snprintf(text, sizeof(text), "%" PRId64, value);
	facts_add(facts, name, text);
}

void facts_add_real(struct facts *facts, const char *name, double value)
{
	char text[UNITS_SIZE];

	if (!isfinite(value))
		return;
	snprintf(text, sizeof(text), "%.6g", value);
	facts_add(facts, name, text);
}

const char *facts_text(const struct facts *facts, const char *name)
{
	size_t i;

	for (i = 0; i < facts->count; i++)
		if (!strcmp(facts->fact[i].name, name))
			return facts->fact[i].value;
	return NULL;
}

bool facts_number(const struct facts *facts, const char *name, double *value)
{
	const char *text = facts_text(facts, name);

	return text && units_parse_double(text, value);
}
