/* How people see the columns of a query: with the unit that their names end in. */
#include "table/column.h"

#include "base/str.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Where the unit stands in the name of a column: as its last word or before "_per_" or
 * "_of_", but not behind "_per_"; NULL if the column has another unit. */
static const char *unit_in(const char *column, const char *unit)
{
	const size_t len = strlen(unit);
	const char *at = column;

	for (; (at = strstr(at, unit)); at++)
		if ((at == column || at[-1] == '_') &&
		    (at - column < 5 || strncmp(at - 5, "_per_", 5)) &&
		    (!at[len] || !strncmp(at + len, "_per_", 5) ||
		     !strncmp(at + len, "_of_", 4)))
			return at;
	return NULL;
}

/* Where the unit stands in the name of a column of seconds, but not of seconds since 1970;
 * NULL if it is none. */
static const char *seconds_in(const char *column)
{
	const char *unit = column + strlen(column);

	if (unit - column < 3 || strcmp(unit - 2, "_s") != 0 ||
	    !strcmp(column, "started_s") ||
	    (unit - column > 5 && !strncmp(unit - 6, "_per", 4)))
		return NULL;
	return unit - 1;
}

bool column_has_twin(const char *column, const char *other)
{
	const char *unit = seconds_in(column);
	const size_t len = unit ? (size_t)(unit - column) : 0;

	return unit && !strncmp(column, other, len) &&
	       !strcmp(other + len, "ns");
}

static void time_text(double ns, char text[UNITS_SIZE])
{
	const double size = fabs(ns);
	char positive[UNITS_SIZE];

	if (size >= 99.5 || size == floor(size))
		units_time(positive, size);
	else
		snprintf(positive, sizeof(positive), "%.3g ns", size);
	snprintf(text, UNITS_SIZE, "%s%.38s", ns < 0 ? "-" : "", positive);
}

/* Whether this is the level of an interval; a level of nights is counted. */
static bool is_confidence(const char *column, double value)
{
	return !strcmp(column, "level") && value > 0 && value < 1;
}

bool column_value(const char *column, double value, char text[UNITS_SIZE])
{
	if (!isfinite(value))
		return false;
	if (unit_in(column, "ns"))
		time_text(value, text);
	else if (seconds_in(column))
		time_text(1e9 * value, text);
	else if (unit_in(column, "bytes") && value >= 0)
		units_bytes(text, value);
	else if (unit_in(column, "share") || is_confidence(column, value))
		snprintf(text, UNITS_SIZE,
			 fabs(value) < 10 ? "%.4g %%" : "%.0f %%", 100 * value);
	else
		return false;
	return true;
}

int column_add_name(struct table *table, const char *column, struct err *err)
{
	const char *unit = unit_in(column, "ns");
	size_t len = strlen("ns");
	struct str name = { 0 };
	bool taken = false;
	size_t i;
	int rc;

	if (!unit) {
		unit = unit_in(column, "bytes");
		len = strlen("bytes");
	}
	if (!unit) {
		unit = seconds_in(column);
		len = strlen("s");
	}
	if (!unit || unit == column)
		return table_add(table, column, false, err);
	str_add_bytes(&name, column, (size_t)(unit - 1 - column));
	str_add(&name, unit + len);
	rc = str_check(&name, err);
	for (i = 0; !rc && i < table->count; i++)
		taken |= !strcmp(table->cells[i].text, name.text);
	if (!rc)
		rc = table_add(table, taken ? column : name.text, false, err);
	str_free(&name);
	return rc;
}
