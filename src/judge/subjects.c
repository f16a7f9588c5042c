/* What is judged, with its values night by night. */
#include "judge/subjects.h"

#include "base/mem.h"
#include "base/str.h"
#include "judge/history.h"
#include "judge/trends.h"
#include "stats/robust.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct subject *add_subject(struct judge *j, const char *measure,
				   const char *name, int64_t series_id,
				   struct err *err)
{
	size_t nights = j->nights.count, i;
	struct subject *s;

	if (mem_grow(&j->subject, &j->cap, j->count + 1, sizeof(*s), err))
		return NULL;
	s = &j->subject[j->count++];
	memset(s, 0, sizeof(*s));
	s->measure = measure;
	str_copy(s->name, sizeof(s->name), name);
	s->series_id = series_id;
	s->value = mem_array(nights, sizeof(*s->value), err);
	s->planned = mem_array(nights, sizeof(*s->planned), err);
	/* at most one level begins on each night */
	s->levels = mem_array(nights + 1, sizeof(*s->levels), err);
	if (!s->value || !s->planned || !s->levels)
		return NULL;
	for (i = 0; i < nights; i++)
		s->value[i] = NAN;
	return s;
}

static int by_id(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The index in j->series of a series that occurs in one of the nights. */
static size_t index_of(const struct judge *j, int64_t series_id)
{
	const int64_t *at = bsearch(&series_id, j->series, j->nseries,
				    sizeof(series_id), by_id);

	return (size_t)(at - j->series);
}

/* Lists the ids of all series. A series is indexed by its position in this
 * list, because ids come from the database and may be any number. */
static int index_series(struct judge *j, struct err *err)
{
	size_t k, i, n = 0, total = 0;

	for (k = 0; k < j->nights.count; k++)
		total += j->cells[k].count;
	j->series = mem_array(total, sizeof(*j->series), err);
	if (!j->series)
		return -1;
	for (k = 0; k < j->nights.count; k++)
		for (i = 0; i < j->cells[k].count; i++)
			j->series[n++] = j->cells[k].cell[i].series_id;
	qsort(j->series, n, sizeof(*j->series), by_id);
	for (i = 0; i < n; i++)
		if (!j->nseries || j->series[i] != j->series[j->nseries - 1])
			j->series[j->nseries++] = j->series[i];
	return 0;
}

static int set_value(struct judge *j, size_t *index, const char *measure,
		     const struct night_cell *c, size_t night, double value,
		     struct err *err)
{
	size_t *at = &index[index_of(j, c->series_id)];

	if (!*at) {
		if (!add_subject(j, measure, c->series, c->series_id, err))
			return -1;
		*at = j->count;
	}
	j->subject[*at - 1].exchanges = c->cell.workers > 1;
	j->subject[*at - 1].value[night] = value;
	j->subject[*at - 1].planned[night] = true;
	return 0;
}

static int load_night_cells(struct judge *j, struct err *err)
{
	size_t k;

	j->cells = mem_array(j->nights.count, sizeof(*j->cells), err);
	j->control = mem_array(j->nights.count, sizeof(*j->control), err);
	if (!j->cells || !j->control)
		return -1;
	for (k = 0; k < j->nights.count; k++) {
		const struct night *night = &j->nights.night[k];

		if (store_night_cells(j->db, night->run_id, &j->cells[k], err))
			return -1;
		j->control[k] = log(night->state.ns[STATE_CHAIN]);
	}
	return index_series(j, err);
}

static int make_series(struct judge *j, struct err *err)
{
	size_t k, i;

	j->time_of = mem_array(j->nseries, sizeof(size_t), err);
	j->relative_of = mem_array(j->nseries, sizeof(size_t), err);
	if (!j->time_of || !j->relative_of)
		return -1;
	for (k = 0; k < j->nights.count; k++)
		for (i = 0; i < j->cells[k].count; i++) {
			const struct night_cell *c = &j->cells[k].cell[i];

			if (set_value(j, j->time_of, "time", c, k, c->value,
				      err))
				return -1;
			if (!isnan(c->relative) &&
			    set_value(j, j->relative_of, "relative", c, k,
				      c->relative, err))
				return -1;
		}
	return 0;
}

static struct subject *find_mean(struct judge *j, const char *name)
{
	size_t i;

	for (i = 0; i < j->count; i++)
		if (!j->subject[i].series_id &&
		    !strcmp(j->subject[i].name, name))
			return &j->subject[i];
	return NULL;
}

/* Adds subject `of`, a size, to the mean; a night without it has no mean (NaN
 * stays NaN). */
static void add_size(struct judge *j, struct subject *mean, size_t of)
{
	size_t k;

	for (k = 0; k < j->nights.count; k++) {
		const struct subject *s = &j->subject[of];

		mean->value[k] =
		    (mean->sizes ? mean->value[k] : 0) + s->value[k];
		mean->planned[k] = mean->planned[k] || s->planned[k];
	}
	mean->sizes++;
}

/* Adds the means of `relative` over the sizes that the last night measured. */
static int make_means(struct judge *j, struct err *err)
{
	const struct night_cells *last = &j->cells[j->nights.count - 1];
	char name[PLAN_SERIES_SIZE];
	struct subject *mean;
	size_t i, k;

	for (i = 0; i < last->count; i++) {
		const struct night_cell *c = &last->cell[i];

		if (isnan(c->relative))
			continue;
		trends_subject(&c->cell, name);
		mean = find_mean(j, name);
		if (!mean)
			mean = add_subject(j, "mean", name, 0, err);
		if (!mean)
			return -1;
		mean->exchanges = c->cell.workers > 1;
		add_size(j, mean,
			 j->relative_of[index_of(j, c->series_id)] - 1);
	}
	for (i = 0; i < j->count; i++)
		for (k = 0; j->subject[i].sizes && k < j->nights.count; k++)
			j->subject[i].value[k] /= (double)j->subject[i].sizes;
	return 0;
}

/* ---- levels ------------------------------------------------------------ */

void subjects_add_level(struct subject *s, size_t start, enum verdict_word how)
{
	s->nlevels = history_add_level(s->levels, s->nlevels, start, how);
}

/* Whether a level of `series` applies to the subject: the same series, or the
 * mean over its sizes. */
static bool is_about(const char *series, const char *subject)
{
	for (; *series && *subject; series++, subject++) {
		if (*subject == '*' && *series != '*') {
			series += strcspn(series, "/");
			subject++;
		}
		if (*series != *subject)
			return false;
	}
	return *series == *subject;
}

static void take_levels(const struct judge *j, struct subject *s)
{
	size_t i, k;

	for (i = 0; i < j->nights.levels; i++) {
		const struct night_level *l = &j->nights.level[i];

		if ((*l->measure && strcmp(l->measure, s->measure)) ||
		    (*l->subject && !is_about(l->subject, s->name)))
			continue;
		for (k = 0; k < j->nights.count; k++)
			if (strcmp(j->nights.night[k].utc, l->start_utc) >= 0)
				break;
		if (k == j->nights.count)
			continue;
		subjects_add_level(s, k, verdict_of_text(l->how));
	}
}

size_t subjects_levels_by(const struct subject *s, size_t k)
{
	size_t n = s->nlevels;

	while (n && s->levels[n - 1].start > k)
		n--;
	return n;
}

/* ---- days --------------------------------------------------------------- */

/* The local days of the nights; none if they are not in the order of their days. */
static void find_days(struct judge *j)
{
	size_t k;

	for (k = 0; j->day && k < j->nights.count; k++)
		if (!history_day(j->nights.night[k].date, &j->day[k]) ||
		    (k && j->day[k] <= j->day[k - 1]))
			return;
	j->days = j->day;
}

/* ---- all subjects ------------------------------------------------------- */

int subjects_open(struct judge *j, struct db *db, int64_t run_id,
		  struct err *err)
{
	size_t i;

	memset(j, 0, sizeof(*j));
	j->db = db;
	if (store_nights_load(db, run_id, NIGHTS_BACK, &j->nights, err))
		return -1;
	if (j->nights.excluded)
		return err_set(err, ERR_USAGE,
			       "the run is excluded from history; 'dotrec "
			       "exclude --undo' includes it again");
	j->room = mem_array(2 * j->nights.count, sizeof(*j->room), err);
	j->day = mem_array(j->nights.count, sizeof(*j->day), err);
	j->seen = mem_array(j->nights.count, sizeof(*j->seen), err);
	j->steps = mem_array(j->nights.count + 1, sizeof(*j->steps), err);
	find_days(j);
	if (!j->room || !j->day || !j->steps || !j->seen ||
	    load_night_cells(j, err) || make_series(j, err) ||
	    make_means(j, err))
		return -1;
	for (i = 0; i < j->count; i++)
		take_levels(j, &j->subject[i]);
	return 0;
}

void subjects_close(struct judge *j)
{
	size_t i;

	for (i = 0; i < j->count; i++) {
		free(j->subject[i].value);
		free(j->subject[i].planned);
		free(j->subject[i].levels);
	}
	for (i = 0; j->cells && i < j->nights.count; i++)
		free(j->cells[i].cell);
	free(j->cells);
	free(j->control);
	free(j->room);
	free(j->day);
	free(j->steps);
	free(j->seen);
	free(j->subject);
	free(j->series);
	free(j->time_of);
	free(j->relative_of);
	store_nights_free(&j->nights);
}

size_t subjects_first_unjudged(const struct judge *j)
{
	size_t first = j->nights.count;

	while (first && !j->nights.night[first - 1].judged)
		first--;
	return first;
}

const double *subjects_seen(struct judge *j, const struct subject *s,
			    size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		j->seen[i] =
		    j->nights.night[i].apart[s->exchanges] ? NAN : s->value[i];
	return j->seen;
}

double subjects_distance(const struct judge *j, const double *value,
			 bool exchanges, size_t from, size_t k, double *shift)
{
	double *x = j->room, *work = j->room + k, median, scale;
	size_t i, n = 0;

	for (i = from; i < k; i++)
		if (!isnan(value[i]) && !j->nights.night[i].apart[exchanges])
			x[n++] = value[i];
	if (n < VERDICT_NIGHTS || isnan(value[k]))
		return NAN;
	median = robust_median(x, n, work);
	scale = robust_scale(x, n, median, work);
	*shift = value[k] - median;
	return scale > 0 ? *shift / scale : NAN;
}
