/* Rows of a table that may be no repeats of each other. */
#include "foreign/table.h"

#include <string.h>
#include <strings.h>

/* Whether a column should be mapped if its values differ within a cell: texts, and
 * whole numbers unless they only count the rows. Other numbers are measurements. */
static bool tells_apart(const struct table *t, size_t column)
{
	static const char *const counts[] = { "repeat", "repetition", "rep",
					      "round",  "iteration",  "run",
					      "trial",  "index",      "sample",
					      "i",      "iterations", "id",
					      "date",   "time",       "" };
	const struct character *c = &t->character[column];
	size_t i;

	if (c->mapped || (!c->text && c->fraction))
		return false;
	for (i = 0; i < sizeof(counts) / sizeof(*counts); i++)
		if (!strcasecmp(t->fields[column].text, counts[i]))
			return false;
	return true;
}

/* Finds the columns in which rows of one cell differ, and the first such row. */
static size_t find_differing(struct table *t, bool differs[CSV_FIELDS_MAX],
			     const struct measure **first)
{
	const struct measure *m = t->f->measure, *cell = m;
	size_t columns = t->header.count, count = 0, i;

	for (; m < t->f->measure + t->f->count; m++) {
		if (foreign_by_cell(m, cell))
			cell = m;
		for (i = 0; i < columns; i++) {
			if (differs[i] || !tells_apart(t, i) ||
			    t->hashes[m->row * columns + i] ==
				t->hashes[cell->row * columns + i])
				continue;
			differs[i] = true;
			if (!count++)
				*first = m;
		}
	}
	return count;
}

int table_tell_differing(struct table *t, struct err *err)
{
	bool differs[CSV_FIELDS_MAX] = { false };
	const struct measure *m = NULL;
	struct str names = { 0 };
	struct where where = { 0 };
	size_t i;

	if (t->wide || !t->f->count)
		return 0;
	foreign_sort(t->f);
	if (!find_differing(t, differs, &m))
		return 0;
	for (i = 0; i < t->header.count; i++)
		if (differs[i])
			str_addf(&names, "%s'%s'", names.len ? ", " : "",
				 t->fields[i].text);
	if (str_check(&names, err))
		return -1;
	where.line = m->line;
	foreign_note(t->f, &where,
		     "rows of one series, size and date differ in column "
		     "%.150s and count as repeats of each other; "
		     "series=COLUMN+COLUMN in --map keeps them apart",
		     names.text);
	str_free(&names);
	return 0;
}
