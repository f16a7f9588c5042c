/* Replay: what the verdicts of past nights would have been, as CSV. */
#include "judge/replay.h"

#include "base/csv.h"
#include "base/mem.h"
#include "base/units.h"
#include "stats/segment.h"
#include "stats/summary.h"
#include "stats/twosample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum column { COL_SERIES, COL_NIGHT, COL_VALUE, COL_COUNT };

static const char *const columns[COL_COUNT] = { "series", "night", "value" };

struct reader {
	struct replay *replay;
	const char *name;
	size_t at[COL_COUNT]; /* the field of each column */
	size_t width;         /* 0: no header yet */
};

int replay_add(struct replay *r, const char *series, const char *night,
	       double value, size_t line, struct err *err)
{
	struct replay_row row = { .value = value, .line = line };

	if (mem_grow(&r->rows, &r->cap, r->count + 1, sizeof(*r->rows), err))
		return -1;
	row.series = mem_text(series, err);
	row.night = mem_text(night, err);
	if (!row.series || !row.night) {
		free(row.series);
		free(row.night);
		return -1;
	}
	r->rows[r->count++] = row;
	return 0;
}

static int replay_read_header(struct reader *r, const struct csv_row *row,
			      struct err *err)
{
	size_t c, i;

	for (c = 0; c < COL_COUNT; c++) {
		for (i = 0; i < row->count; i++)
			if (!strcmp(row->fields[i].text, columns[c]))
				break;
		if (i == row->count)
			return err_set(err, ERR_USAGE,
				       "%s:%zu:1: no column '%s'; the first "
				       "line names series, night and value",
				       r->name, row->line, columns[c]);
		r->at[c] = i;
	}
	r->width = row->count;
	return 0;
}

static int replay_refuse(const struct reader *r, const struct csv_field *f,
			 const char *what, struct err *err)
{
	return err_set(err, ERR_USAGE, "%s:%zu:%zu: %s", r->name, f->line,
		       f->column, what);
}

static int replay_read_row(void *ctx, const struct csv_row *row,
			   struct err *err)
{
	struct reader *r = ctx;
	const struct csv_field *series, *night, *value;
	double time = NAN;

	if (!r->width)
		return replay_read_header(r, row, err);
	if (row->count != r->width)
		return err_set(err, ERR_USAGE,
			       "%s:%zu:1: %zu fields where the header has %zu",
			       r->name, row->line, row->count, r->width);
	series = &row->fields[r->at[COL_SERIES]];
	night = &row->fields[r->at[COL_NIGHT]];
	value = &row->fields[r->at[COL_VALUE]];
	if (!series->len || !night->len)
		return replay_refuse(r, series->len ? night : series,
				     "empty; name the series and the night",
				     err);
	if (value->len && !(units_parse_double(value->text, &time) && time > 0))
		return replay_refuse(
		    r, value,
		    "not a time; a value is a number above 0, or "
		    "empty where nothing was measured",
		    err);
	return replay_add(r->replay, series->text, night->text, time, row->line,
			  err);
}

int replay_read(struct replay *replay, const char *text, size_t len,
		const char *name, struct err *err)
{
	struct reader r = { .replay = replay, .name = name };

	if (csv_read(text, len, name, 0, replay_read_row, &r, err))
		return -1;
	if (!r.width)
		return err_set(
		    err, ERR_USAGE,
		    "%s:1:1: the file is empty; its first line names "
		    "series, night and value",
		    name);
	return 0;
}

/* By series, then in the order added, which is that of the array. */
static int by_series(const void *a, const void *b)
{
	const struct replay_row *x = *(struct replay_row *const *)a;
	const struct replay_row *y = *(struct replay_row *const *)b;
	int order = strcmp(x->series, y->series);

	return order ? order : (x > y) - (x < y);
}

static int by_night(const void *a, const void *b)
{
	const struct replay_row *x = *(struct replay_row *const *)a;
	const struct replay_row *y = *(struct replay_row *const *)b;
	int order = strcmp(x->series, y->series);

	if (!order)
		order = strcmp(x->night, y->night);
	return order ? order : (x > y) - (x < y);
}

static int refuse_twins(struct replay_row **sorted, size_t count,
			const char *name, struct err *err)
{
	const struct replay_row *a, *b;
	size_t i;

	qsort(sorted, count, sizeof(*sorted), by_night);
	for (i = 1; i < count; i++) {
		a = sorted[i - 1];
		b = sorted[i];
		if (!strcmp(a->series, b->series) &&
		    !strcmp(a->night, b->night))
			return err_set(err, ERR_USAGE,
				       "%s:%zu:1: night '%.100s' of series "
				       "'%.100s' twice; its first value is in "
				       "line %zu",
				       name, b->line, b->night, b->series,
				       a->line);
	}
	return 0;
}

/* Tells the histories the days of their nights; one whose nights have no days, or
 * are not in the order of their days, has none. */
static void find_days(struct replay *r)
{
	struct history *h;
	size_t i, k;
	long *day;

	for (i = 0; i < r->nhistories; i++) {
		h = &r->histories[i];
		day = r->days + r->offset[i];
		for (k = 0; k < h->count; k++)
			if (!history_day(h->night[k], &day[k]) ||
			    (k && day[k] <= day[k - 1]))
				break;
		h->day = k == h->count ? day : NULL;
	}
}

/* Divides the rows, sorted by series, into histories. */
static void cut_into_histories(struct replay *r, struct replay_row **sorted)
{
	struct history *h = NULL;
	size_t i;

	for (i = 0; i < r->count; i++) {
		r->nights[i] = sorted[i]->night;
		r->values[i] = sorted[i]->value;
		sorted[i]->place = i;
		if (!h || strcmp(h->series, sorted[i]->series)) {
			h = &r->histories[r->nhistories];
			h->series = sorted[i]->series;
			h->night = r->nights + i;
			h->value = r->values + i;
			r->offset[r->nhistories++] = i;
		}
		sorted[i]->history = r->nhistories - 1;
		h->count++;
	}
}

int replay_sort(struct replay *r, const char *name, struct err *err)
{
	struct replay_row **sorted = mem_array(r->count, sizeof(*sorted), err);
	size_t i;
	int rc = -1;

	r->histories = mem_array(r->count, sizeof(*r->histories), err);
	r->offset = mem_array(r->count, sizeof(*r->offset), err);
	r->nights = mem_array(r->count, sizeof(*r->nights), err);
	r->days = mem_array(r->count, sizeof(*r->days), err);
	r->values = mem_array(r->count, sizeof(*r->values), err);
	r->verdicts = mem_array(r->count, sizeof(*r->verdicts), err);
	r->totals = mem_array(r->count, sizeof(*r->totals), err);
	if (!sorted || !r->histories || !r->offset || !r->nights || !r->days ||
	    !r->values || !r->verdicts || !r->totals)
		goto out;
	for (i = 0; i < r->count; i++)
		sorted[i] = &r->rows[i];
	if (refuse_twins(sorted, r->count, name, err))
		goto out;
	qsort(sorted, r->count, sizeof(*sorted), by_series);
	cut_into_histories(r, sorted);
	find_days(r);
	rc = 0;
out:
	free(sorted);
	return rc;
}

int replay_judge(struct replay *r, struct err *err)
{
	size_t i;
	int rc = history_judge_all(r->histories, r->nhistories, r->offset,
				   r->verdicts, err);

	for (i = 0; !rc && i < r->nhistories; i++)
		rc =
		    history_totals(&r->histories[i], r->verdicts + r->offset[i],
				   r->totals + r->offset[i], err);
	return rc;
}

static void replay_add_number(struct str *out, double value)
{
	str_add(out, ",");
	if (!isnan(value))
		str_addf(out, "%.6g", value);
}

void replay_csv(const struct replay *r, struct str *out)
{
	const struct replay_row *row;
	const struct verdict *v;
	size_t i;

	str_add(out, "series,night,verdict,since,effect,p,total\n");
	for (i = 0; i < r->count; i++) {
		row = &r->rows[i];
		v = &r->verdicts[row->place];
		csv_add(out, row->series);
		str_add(out, ",");
		csv_add(out, row->night);
		str_addf(out, ",%s,", verdict_word(v->word));
		if (v->word >= VERDICT_IMPROVED)
			csv_add(out,
				r->histories[row->history].night[v->since]);
		replay_add_number(out, v->effect);
		replay_add_number(out, v->p);
		replay_add_number(out, r->totals[row->place].effect);
		str_add(out, "\n");
	}
}

/* ---- whole histories --------------------------------------------------- */

static void add_remark(struct str *out, const struct segments *s)
{
	str_add(out, ",");
	if (s->exploratory)
		str_add(out, "exploratory: few nights");
	else if (s->drifts)
		str_add(out, "drifts: changes are not reliable");
	else if (s->order)
		str_addf(out, "nights resemble the %zu before: allowed for",
			 s->order);
}

/* Appends the level of nights [start, end), whose measured ln times are
 * x[0..count), as a row; before[0..nbefore) are those of the level before. */
static void replay_add_level(const struct history *h, size_t start, size_t end,
			     double *x, size_t count, double *before,
			     size_t nbefore, struct str *out)
{
	double shift = count && nbefore
			   ? stats_hodges_lehmann(before, nbefore, x, count)
			   : NAN;

	csv_add(out, h->series);
	str_add(out, ",");
	csv_add(out, h->night[start]);
	str_add(out, ",");
	csv_add(out, h->night[end - 1]);
	str_addf(out, ",%zu", count);
	replay_add_number(out,
			  count ? exp(stats_quantile(x, count, 0.5)) : NAN);
	replay_add_number(out, expm1(shift));
}

static int replay_add_levels(const struct history *h, double *x,
			     struct str *out, struct err *err)
{
	uint64_t seed = str_hash(STR_HASH_START, h->series, strlen(h->series));
	struct segments s = { 0 };
	size_t level, i, start, end, count, nbefore = 0;
	double *before = x;
	int rc;

	for (i = 0; i < h->count; i++)
		x[i] = log(h->value[i]);
	rc = stats_segment(x, h->count, seed, &s, err);
	for (level = 0; !rc && level <= s.count; level++) {
		start = level ? s.start[level - 1] : 0;
		end = level < s.count ? s.start[level] : h->count;
		for (i = start, count = 0; i < end; i++)
			if (!isnan(h->value[i]))
				x[start + count++] = log(h->value[i]);
		stats_sort(x + start, count);
		replay_add_level(h, start, end, x + start, count, before,
				 nbefore, out);
		before = x + start;
		nbefore = count;
		add_remark(out, &s);
		str_add(out, "\n");
	}
	segments_free(&s);
	return rc;
}

int replay_levels(const struct replay *r, struct str *out, struct err *err)
{
	double *x = mem_array(r->count, sizeof(*x), err);
	size_t i;
	int rc = x ? 0 : -1;

	str_add(out, "series,from,to,nights,median,effect,remark\n");
	for (i = 0; !rc && i < r->nhistories; i++)
		rc = replay_add_levels(&r->histories[i], x, out, err);
	free(x);
	return rc;
}

void replay_free(struct replay *r)
{
	size_t i;

	for (i = 0; i < r->count; i++) {
		free(r->rows[i].series);
		free(r->rows[i].night);
	}
	free(r->rows);
	free(r->histories);
	free(r->offset);
	free(r->nights);
	free(r->days);
	free(r->values);
	free(r->verdicts);
	free(r->totals);
	memset(r, 0, sizeof(*r));
}
