/* The names of series in a table. */
#include "foreign/table.h"

#include "base/units.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Takes a parameter out of the command that has it: its value is the size, if it is
 * the only one and a whole number. */
static int take_parameter(struct table *t, const struct csv_row *row,
			  struct str *name, uint64_t *n, struct err *err)
{
	const char *begin = t->preset->param, *at, *value = NULL, *key = NULL;
	struct str command = { 0 };
	size_t i, count = 0;
	int rc;

	for (i = 0; i < row->count; i++)
		if (!strncmp(t->fields[i].text, begin, strlen(begin))) {
			t->character[i].mapped = true;
			value = row->fields[i].text;
			key = t->fields[i].text + strlen(begin);
			count++;
		}
	if (count != 1 || !units_parse_u64(value, n) || !*n)
		return 0;
	for (at = name->text; *at;)
		if (!strncmp(at, value, strlen(value))) {
			str_addf(&command, "{%s}", key);
			at += strlen(value);
		} else {
			str_add_bytes(&command, at++, 1);
		}
	rc = str_check(&command, err);
	if (!rc) {
		str_free(name);
		*name = command;
	} else {
		str_free(&command);
	}
	return rc;
}

int table_join_name(const struct table *t, const struct csv_row *row,
		    struct str *name, struct err *err)
{
	const struct columns *c = &t->columns[ROLE_SERIES];
	size_t i;

	for (i = 0; i < c->count; i++)
		if (row->fields[c->index[i]].len)
			str_addf(name, "%s%s", name->len ? FOREIGN_JOIN : "",
				 row->fields[c->index[i]].text);
	if (!c->count) /* of a column of times without a column of names */
		str_add(name, t->fields[t->columns[ROLE_TIME].index[0]].text);
	str_add(name, "");
	return str_check(name, err);
}

int table_split_name(struct table *t, const struct csv_row *row,
		     struct str *name, struct foreign_row *out, struct err *err)
{
	const char *map = t->f->map;

	if (!t->preset || (map && strstr(map, "series=")))
		return 0;
	if (t->preset->sized)
		foreign_take_size(name->text, &out->n, &out->workers);
	return t->preset->param ? take_parameter(t, row, name, &out->n, err)
				: 0;
}

/* The endings of the rows that google/benchmark computes from others. */
static const char *const endings[] = { "_mean", "_median", "_stddev",
				       "_cv",   "_BigO",   "_RMS" };

/* How many of these rows a benchmark has. */
static size_t aggregates_of(const struct table *t, const char *name, size_t len)
{
	char other[MAP_TEXT];
	size_t i, count = 0;

	for (i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		snprintf(other, sizeof(other), "%.*s%s", (int)len, name,
			 endings[i]);
		count += texts_find(&t->all, other) != SIZE_MAX;
	}
	return count;
}

bool table_may_aggregate(const char *text, size_t len)
{
	size_t i, count = 0;

	for (i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		count +=
		    memmem(text, len, endings[i], strlen(endings[i])) != NULL;
	return count > 1;
}

bool table_is_aggregate(struct table *t, const struct where *where,
			struct str *name)
{
	char stem[MAP_TEXT], median[MAP_TEXT];
	size_t i, len = name->len, end = 0;

	for (i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		end = strlen(endings[i]);
		if (len > end && !strcmp(name->text + len - end, endings[i]))
			break;
	}
	if (i == sizeof(endings) / sizeof(*endings) || len >= MAP_TEXT - 8 ||
	    aggregates_of(t, name->text, len - end) < 2)
		return false;
	snprintf(stem, sizeof(stem), "%.*s", (int)(len - end), name->text);
	snprintf(median, sizeof(median), "%.*s_median", (int)(len - end),
		 name->text);
	if (texts_find(&t->all, stem) == SIZE_MAX &&
	    (i == 1 || (!i && texts_find(&t->all, median) == SIZE_MAX))) {
		name->text[name->len -= end] = '\0';
		foreign_note(t->f, where,
			     "only aggregates are known, of which the %s is "
			     "stored as one repeat",
			     i ? "median" : "mean");
		return false;
	}
	foreign_note(t->f, where, "an aggregate of other rows is left out");
	return true;
}
