/* The nights of a series in order, and the verdict of each. */
#include "judge/history.h"

#include "base/mem.h"
#include "base/str.h"
#include "proc/child.h"
#include "proc/pin.h"
#include "proc/shared.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT_S 3600 /* ten years of nights take seconds */

/* The state that passes from night to night. */
struct judge {
	double *value; /* logarithms; NaN where the night does not count */
	struct verdict_level *levels;
	size_t nlevels;
	size_t mark; /* the next mark to be heeded */
};

/* Days since 0000-03-01 in the Gregorian calendar, in which a year that begins
 * in March ends with the leap day. */
static long day_of_date(long year, long month, long day)
{
	year -= month < 3;
	month = (month + 9) % 12;
	return 365 * year + year / 4 - year / 100 + year / 400 +
	       (153 * month + 2) / 5 + day - 1;
}

bool history_day(const char *night, long *day)
{
	int year, month, of_month, end = 0;

	if (sscanf(night, "%4d-%2d-%2d%n", &year, &month, &of_month, &end) ==
		3 &&
	    end == 10) {
		*day = day_of_date(year, month, of_month);
		return year >= 0 && month >= 1 && month <= 12;
	}
	end = 0;
	return sscanf(night, "%6ld%n", day, &end) == 1 && !night[end];
}

size_t history_add_level(struct verdict_level *levels, size_t count,
			 size_t start, enum verdict_word how)
{
	bool accepted = how == VERDICT_NO_CHANGE;
	size_t i, n = 0;

	for (i = 0; i < count; i++)
		if (levels[i].start < start ||
		    levels[i].how == VERDICT_NO_CHANGE ||
		    (accepted && levels[i].start > start))
			levels[n++] = levels[i];
	if (accepted && !start)
		return n;
	for (i = n; i && levels[i - 1].start >= start; i--)
		;
	if (i < n && levels[i].start == start)
		return n; /* accepted before */
	memmove(&levels[i + 1], &levels[i], (n - i) * sizeof(*levels));
	levels[i] = (struct verdict_level){ start, how };
	return n + 1;
}

static void begin_level(struct judge *j, size_t start, enum verdict_word how)
{
	j->nlevels = history_add_level(j->levels, j->nlevels, start, how);
}

static void heed(struct judge *j, const struct mark *mark)
{
	if (mark->kind == MARK_ACCEPTED)
		begin_level(j, mark->night, VERDICT_NO_CHANGE);
	else
		j->value[mark->night] = NAN;
}

static int judge_open(struct judge *j, const struct history *h, struct err *err)
{
	memset(j, 0, sizeof(*j));
	j->value = mem_array(h->count, sizeof(*j->value), err);
	j->levels = mem_array(h->count, sizeof(*j->levels), err);
	return j->value && j->levels ? 0 : -1;
}

static void judge_close(struct judge *j)
{
	free(j->value);
	free(j->levels);
}

/* Goes on to night i, and heeds what is known by then. */
static void judge_go_on(struct judge *j, const struct history *h, size_t i)
{
	j->value[i] = log(h->value[i]);
	for (; j->mark < h->nmarks && h->marks[j->mark].known <= i; j->mark++)
		heed(j, &h->marks[j->mark]);
}

static void judge_follow(struct judge *j, const struct verdict *v)
{
	if (v->word >= VERDICT_IMPROVED)
		begin_level(j, v->since, v->word);
}

int history_judge(const struct history *h, struct verdict *verdicts,
		  struct err *err)
{
	struct judge j;
	size_t i;
	int rc = judge_open(&j, h, err);

	for (i = 0; !rc && i < h->count; i++) {
		judge_go_on(&j, h, i);
		stats_verdict(j.value, h->day, i + 1, j.levels, j.nlevels,
			      &verdicts[i]);
		judge_follow(&j, &verdicts[i]);
	}
	judge_close(&j);
	return rc;
}

int history_totals(const struct history *h, const struct verdict *verdicts,
		   struct levels_effect *totals, struct err *err)
{
	struct judge j;
	size_t i;
	int rc = judge_open(&j, h, err);

	for (i = 0; !rc && i < h->count; i++) {
		judge_go_on(&j, h, i);
		judge_follow(&j, &verdicts[i]);
		levels_total(j.value, j.levels, j.nlevels, i + 1, &totals[i]);
	}
	judge_close(&j);
	return rc;
}

/* One worker's part of the histories: `first` and every stride-th after it. */
struct history_part {
	const struct history *histories;
	const size_t *offset;
	struct verdict *verdicts;
	size_t count, first, stride;
};

static int judge_part(const struct history_part *p, struct err *err)
{
	size_t i;

	for (i = p->first; i < p->count; i += p->stride)
		if (history_judge(&p->histories[i], p->verdicts + p->offset[i],
				  err))
			return -1;
	return 0;
}

static int judge_part_in_child(void *ctx, size_t i)
{
	struct history_part *part = ctx;

	part->first = i;
	return judge_part(part, NULL);
}

int history_judge_all(const struct history *histories, size_t count,
		      const size_t *offset, struct verdict *verdicts,
		      struct err *err)
{
	size_t cpus = (size_t)pin_cpu_count(), total, i;
	struct history_part part = { histories, offset, verdicts, count, 0, 1 };
	struct shared shared = { 0 };
	int rc;

	cpus = cpus < CHILD_SHARE_MAX ? cpus : CHILD_SHARE_MAX;
	part.stride = cpus < count ? cpus : count;
	if (part.stride < 2) {
		part.stride = 1;
		return judge_part(&part, err);
	}
	for (total = 0, i = 0; i < count; i++)
		if (offset[i] + histories[i].count > total)
			total = offset[i] + histories[i].count;
	if (shared_open(&shared, total * sizeof(*verdicts), err))
		return -1;
	part.verdicts = shared.data;
	rc = child_share(part.stride, judge_part_in_child, &part,
			 "a judging process", LIMIT_S, err);
	if (!rc)
		memcpy(verdicts, shared.data, total * sizeof(*verdicts));
	shared_close(&shared);
	return rc;
}
