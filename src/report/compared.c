/* The comparison of two runs as rows. */
#include "report/compared.h"

#include "base/str.h"
#include "base/units.h"

#include <stdio.h>

static const char *basis_of(const struct comparison *c, char text[UNITS_SIZE])
{
	if (c->word == COMPARE_NOT_COMPARED)
		return "";
	if (c->basis == COMPARE_NIGHTS)
		snprintf(text, UNITS_SIZE, "%zu nights", c->nights);
	else if (c->basis == COMPARE_IN_SESSIONS)
		snprintf(text, UNITS_SIZE, "%zu and %zu sessions",
			 c->side[0].sessions, c->side[1].sessions);
	else
		snprintf(text, UNITS_SIZE, "%zu and %zu repeats",
			 c->side[0].samples, c->side[1].samples);
	return text;
}

/* Appends one row as a JSON array, in the order that sql/rows/compare.sql
 * reads. */
static int add_array(struct str *json, struct db *db,
		     const struct comparison *c, struct err *err)
{
	char basis[UNITS_SIZE];
	int i;

	str_add(json, "[");
	if (query_json_text(db, c->series, json, err) ||
	    query_json_next(db, compare_word(c->word), json, err))
		return -1;
	for (i = 0; i < 2; i++) {
		str_addf(json, ",%zu", c->side[i].samples);
		query_json_number(c->side[i].median_ns, json);
		query_json_number(c->side[i].interval.low, json);
		query_json_number(c->side[i].interval.high, json);
		query_json_number(c->side[i].interval.level, json);
	}
	query_json_number(c->effect, json);
	query_json_number(c->interval.low, json);
	query_json_number(c->interval.high, json);
	query_json_number(c->interval.level, json);
	query_json_number(c->p, json);
	query_json_number(c->adjusted_p, json);
	str_addf(json, ",%zu", c->nights);
	if (query_json_next(db, basis_of(c, basis), json, err) ||
	    query_json_next(db, c->reason, json, err))
		return -1;
	str_add(json, "]");
	return 0;
}

struct query *compared_open(struct db *db, const char *name,
			    const struct compare *compare, struct err *err)
{
	struct query *query = NULL;
	struct str json = { 0 };
	size_t i;
	int rc = 0;

	str_add(&json, "[");
	for (i = 0; i < compare->count && !rc; i++) {
		str_add(&json, i ? "," : "");
		rc = add_array(&json, db, &compare->row[i], err);
	}
	str_add(&json, "]");
	if (!rc && !str_check(&json, err))
		query = query_open_rows(db, name, json.text, err);
	str_free(&json);
	return query;
}
