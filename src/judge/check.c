/* Last night against history: the verdicts of a run, made once and kept. */
#include "judge/check.h"

#include "base/mem.h"
#include "base/str.h"
#include "judge/night_share.h"
#include "judge/replay.h"
#include "judge/subjects.h"
#include "judge/trends.h"
#include "stats/robust.h"
#include "stats/twosample.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUSPECT_Q 0.05
#define MOVED_MIN 8   /* series that must be there */
#define MOVED_Z   2.0 /* robust sd that is a move */

/* ---- one night --------------------------------------------------------- */

struct said {
	const struct subject *subject;
	struct verdict verdict;
	bool baseline; /* the first night of a new one */
	bool holds;    /* its p value, among those of the night */
	size_t from;   /* where the level began that the night was judged by */
	struct verdict_row row;
};

static uint64_t seed_of(const struct judge *j, const struct subject *s,
			size_t k)
{
	uint64_t hash =
	    str_hash(STR_HASH_START, s->measure, strlen(s->measure) + 1);

	hash = str_hash(hash, s->name, strlen(s->name) + 1);
	return str_hash(hash, j->nights.night[k].uuid,
			strlen(j->nights.night[k].uuid));
}

static bool is_baseline(const struct judge *j, const struct subject *s,
			size_t k, size_t nlevels)
{
	size_t start = nlevels ? s->levels[nlevels - 1].start : 0, i;
	bool accepted =
	    nlevels && s->levels[nlevels - 1].how == VERDICT_NO_CHANGE;

	if (isnan(s->value[k]) ||
	    !(accepted || (!nlevels && j->nights.elsewhere)))
		return false;
	for (i = start; i < k; i++)
		if (!isnan(s->value[i]))
			return false;
	return true;
}

static void judge_subject(struct judge *j, struct subject *s, size_t k,
			  struct said *said)
{
	size_t nlevels = subjects_levels_by(s, k);

	said->subject = s;
	said->from = nlevels ? s->levels[nlevels - 1].start : 0;
	stats_verdict(s->value, k + 1, s->levels, nlevels, seed_of(j, s, k),
		      &said->verdict);
	said->baseline = said->verdict.word == VERDICT_NOT_ENOUGH &&
			 is_baseline(j, s, k, nlevels);
	if (said->verdict.word < VERDICT_IMPROVED)
		return;
	subjects_add_level(s, said->verdict.since, said->verdict.word);
	s->confirmed = said->verdict.word == VERDICT_REGRESSED;
}

/* Suspects by their p value must hold against all subjects of the night, unless
 * the night alone lies far out. */
static int adjust_suspects(struct said *said, size_t count, struct err *err)
{
	double *p = mem_array(count, sizeof(*p), err);
	size_t *of = mem_array(count, sizeof(*of), err), n = 0, i;
	int rc;

	for (i = 0; p && of && i < count; i++)
		if (!isnan(said[i].verdict.p)) {
			of[n] = i;
			p[n++] = said[i].verdict.p;
		}
	rc = p && of ? stats_benjamini_hochberg(p, n, err) : -1;
	for (i = 0; !rc && i < n; i++)
		said[of[i]].holds =
		    said[of[i]].verdict.p <= VERDICT_SUSPECT_P &&
		    p[i] <= SUSPECT_Q;
	for (i = 0; !rc && i < count; i++) {
		struct verdict *v = &said[i].verdict;

		if (v->word == VERDICT_SUSPECT && !said[i].holds && !v->outlier)
			v->word = VERDICT_NO_CHANGE;
	}
	free(of);
	free(p);
	return rc;
}

/* Suspect, but only for this very night. */
static bool is_alone(const struct said *said)
{
	return said->verdict.word == VERDICT_SUSPECT && !said->holds;
}

static const struct night_cell *cell_of(const struct judge *j, size_t k,
					int64_t series_id)
{
	const struct night_cells *cells = &j->cells[k];
	size_t i;

	for (i = 0; i < cells->count; i++)
		if (cells->cell[i].series_id == series_id)
			return &cells->cell[i];
	return NULL;
}

/* Whether night k, or the one before it, had the subject. */
static bool is_expected(const struct subject *s, size_t k)
{
	return s->planned[k] || (k && s->planned[k - 1]);
}

/* Why a subject has no value; in the cell's words where it has a cell. */
static const char *why_not_measured(const struct judge *j,
				    const struct subject *s, size_t k)
{
	const struct night_cell *c = cell_of(j, k, s->series_id);

	if (!s->series_id)
		return "not all of its sizes were measured";
	if (!c)
		return "not in the plan";
	if (!strcmp(s->measure, "relative"))
		return "no serial time beside it";
	return *c->reason ? c->reason : c->status;
}

/* How far night k lies from the median of the nights before it since `from`:
 * in robust sd, NaN with fewer than VERDICT_NIGHTS of them; *shift in ln. */
static double z_of(const double *value, size_t from, size_t k, double *room,
		   double *shift)
{
	double *x = room, *work = room + k, median, scale;
	size_t i, n = 0;

	for (i = from; i < k; i++)
		if (!isnan(value[i]))
			x[n++] = value[i];
	if (n < VERDICT_NIGHTS || isnan(value[k]))
		return NAN;
	median = robust_median(x, n, work);
	scale = robust_scale(x, n, median, work);
	*shift = value[k] - median;
	return scale > 0 ? *shift / scale : NAN;
}

/* What was missing the night before, too, is no news: `still`. */
static void missing_since(const struct judge *j, struct said *said, size_t k)
{
	const double *value = said->subject->value;
	size_t first = k;

	while (first && isnan(value[first - 1]) &&
	       is_expected(said->subject, first - 1))
		first--;
	if (first == k)
		return;
	said->row.still = verdict_word(VERDICT_NOT_MEASURED);
	said->row.still_since_run_id = j->nights.night[first].run_id;
}

/* Suspect for the night alone: its own distance is what there is to tell. */
static void suspect_night(const struct judge *j, struct said *said, size_t k)
{
	double shift = NAN;

	z_of(said->subject->value, said->from, k, j->room, &shift);
	said->row.effect = expm1(shift);
	said->row.low = said->row.high = NAN;
	said->row.since_run_id = j->nights.night[k].run_id;
}

static void make_row(const struct judge *j, struct said *said, size_t k,
		     const char *changes)
{
	const struct verdict *v = &said->verdict;
	const struct subject *s = said->subject;
	struct verdict_row *row = &said->row;

	*row = (struct verdict_row){
		.measure = s->measure,
		.subject = s->name,
		.series_id = s->series_id,
		.verdict =
		    said->baseline ? "new baseline" : verdict_word(v->word),
		.effect = v->effect,
		.low = v->low,
		.high = v->high,
		.p = v->p,
		.visible = { v->visible[0], v->visible[1] },
		.nights = v->nights,
		.method = VERDICT_VERSION,
	};
	if (v->word >= VERDICT_SUSPECT) {
		row->since_run_id = j->nights.night[v->since].run_id;
		row->reason = changes;
	}
	if (is_alone(said))
		suspect_night(j, said, k);
	if (v->word == VERDICT_NOT_MEASURED) {
		row->reason = why_not_measured(j, s, k);
		missing_since(j, said, k);
	}
	if (v->word < VERDICT_IMPROVED && v->word != VERDICT_NOT_MEASURED &&
	    v->still != VERDICT_NO_CHANGE) {
		row->still = verdict_word(v->still);
		row->still_since_run_id =
		    j->nights.night[v->still_since].run_id;
	}
}

/* ---- did the machine move? --------------------------------------------- */

/* How many series lie far above and below the nights before, of those that can
 * be told; by[0..*up + *down): how far, in ln. */
static size_t count_moved(const struct judge *j, size_t k, double *by,
			  size_t *up, size_t *down)
{
	size_t i, n = 0, levels;
	double z;

	for (i = *up = *down = 0; i < j->count; i++) {
		const struct subject *s = &j->subject[i];

		if (strcmp(s->measure, "time"))
			continue;
		levels = subjects_levels_by(s, k);
		z = z_of(s->value, levels ? s->levels[levels - 1].start : 0, k,
			 j->room, &by[*up + *down]);
		if (isnan(z))
			continue;
		n++;
		*up += z > MOVED_Z;
		*down += z < -MOVED_Z;
	}
	return n;
}

/* 1 when most series and the control kernel became slower, -1 faster, else 0;
 * *shift: by how much, the median of those that moved. */
static int machine_moved(const struct judge *j, size_t k, double *shift,
			 struct err *err)
{
	double control = z_of(j->control, 0, k, j->room, shift), *by;
	size_t n, up, down;
	int moved = 0;

	if (!(fabs(control) > MOVED_Z)) /* most nights: the series can wait */
		return 0;
	by = mem_array(2 * j->count + 1, sizeof(*by), err);
	if (!by)
		return 0;
	n = count_moved(j, k, by, &up, &down);
	if (n >= MOVED_MIN)
		moved = control > 0 && 2 * up > n     ? 1
			: control < 0 && 2 * down > n ? -1
						      : 0;
	if (moved)
		*shift = robust_median(by, up + down, by + j->count);
	free(by);
	return moved;
}

/* ---- a night ----------------------------------------------------------- */

static int store_night(struct judge *j, const struct said *said, size_t count,
		       size_t k, struct err *err)
{
	struct verdict_row *rows = mem_array(count + 1, sizeof(*rows), err);
	struct trends trends;
	double shift = NAN;
	size_t i;
	int rc = trends_of_night(&j->cells[k], &trends, err);

	for (i = 0; rows && i < count; i++)
		rows[i] = said[i].row;
	if (rows && !rc && machine_moved(j, k, &shift, err))
		rows[count++] = (struct verdict_row){
			.measure = "machine",
			.subject = "",
			.verdict = "machine moved",
			.effect = expm1(shift),
			.low = NAN,
			.high = NAN,
			.p = NAN,
			.visible = { NAN, NAN },
			.reason = "most series and the control kernel moved "
				  "the same way",
			.method = VERDICT_VERSION,
		};
	if (rows && !rc)
		rc = store_verdicts(j->db, j->nights.night[k].run_id, rows,
				    count, trends.row, trends.count, err);
	trends_free(&trends);
	free(rows);
	return rows ? rc : -1;
}

/* What is said of the subjects of a night: *said, for free(); how many in *n. */
static int say_night(struct judge *j, size_t k, struct said **said, size_t *n,
		     struct err *err)
{
	size_t i;

	*n = 0;
	*said = mem_array(j->count, sizeof(**said), err);
	if (!*said)
		return -1;
	for (i = 0; i < j->count; i++)
		if (is_expected(&j->subject[i], k))
			judge_subject(j, &j->subject[i], k, &(*said)[(*n)++]);
	return adjust_suspects(*said, *n, err);
}

static int judge_night(struct judge *j, size_t k, struct err *err)
{
	struct said *said;
	struct str changes = { 0 };
	size_t i, n;
	int rc = say_night(j, k, &said, &n, err);

	if (!rc && k)
		rc = store_night_changes(j->db, j->nights.night[k - 1].run_id,
					 j->nights.night[k].run_id, &changes,
					 err);
	for (i = 0; !rc && i < n; i++)
		make_row(j, &said[i], k, changes.len ? changes.text : NULL);
	if (!rc)
		rc = store_night(j, said, n, k, err);
	str_free(&changes);
	free(said);
	return rc;
}

/* ---- what is measured again -------------------------------------------- */

/* Only what differs between sessions of a night would show. */
static int is_worth_it(const struct judge *j, const struct said *said, size_t k,
		       bool *worth, struct err *err)
{
	const struct subject *s = said->subject;
	double share;

	*worth = false;
	if (!s->series_id || said->verdict.word < VERDICT_SUSPECT)
		return 0;
	if (night_share(j->db, j->nights.night, said->from,
			is_alone(said) ? k : said->verdict.since, k, s->measure,
			s->series_id, &share, err))
		return -1;
	*worth = share < CHECK_NIGHT_SHARE;
	return 0;
}

static int add_suspicion(struct suspicions *list, const struct said *said,
			 struct err *err)
{
	struct suspicion *item = list->item;
	size_t i, len;

	for (i = 0; i < list->count; i++, item++)
		if (!strcmp(item->series, said->subject->name))
			break;
	if (i == list->count) {
		if (mem_grow(&list->item, &list->cap, i + 1, sizeof(*item),
			     err))
			return -1;
		item = &list->item[list->count++];
		memset(item, 0, sizeof(*item));
		str_copy(item->series, sizeof(item->series),
			 said->subject->name);
	}
	len = strlen(item->why);
	snprintf(item->why + len, sizeof(item->why) - len, "%s%s %s",
		 len ? ", " : "", said->subject->measure,
		 verdict_word(said->verdict.word));
	return 0;
}

static int add_suspicions(struct judge *j, size_t k, struct suspicions *list,
			  struct err *err)
{
	struct said *said;
	size_t i, n;
	bool worth;
	int rc = say_night(j, k, &said, &n, err);

	for (i = 0; !rc && i < n; i++) {
		rc = is_worth_it(j, &said[i], k, &worth, err);
		if (!rc && worth)
			rc = add_suspicion(list, &said[i], err);
	}
	free(said);
	return rc;
}

/* ---- the whole --------------------------------------------------------- */

/* What was confirmed holds unless something was said or accepted later. */
static bool still_regressed(const struct subject *s)
{
	return s->confirmed && s->nlevels &&
	       s->levels[s->nlevels - 1].how == VERDICT_REGRESSED;
}

/* The first of the latest nights that nobody has judged. */
static size_t first_unjudged(const struct judge *j)
{
	size_t first = j->nights.count;

	while (first && !j->nights.night[first - 1].judged)
		first--;
	return first;
}

int check_run(struct db *db, int64_t run_id, struct check *check,
	      struct err *err)
{
	struct judge j;
	size_t first, k;
	int rc = subjects_open(&j, db, run_id, err);

	memset(check, 0, sizeof(*check));
	if (!rc) {
		check->nights = j.nights.count;
		str_copy(check->noisy, sizeof(check->noisy), j.nights.noisy);
		first = first_unjudged(&j);
		for (k = first; !rc && k < j.nights.count; k++)
			rc = judge_night(&j, k, err);
		check->judged = j.nights.count - first;
		for (k = 0; k < j.count; k++)
			check->confirmed += still_regressed(&j.subject[k]);
	}
	if (!rc && !check->judged)
		rc = store_confirmed(db, run_id, &check->confirmed, err);
	subjects_close(&j);
	return rc;
}

int check_suspicions(struct db *db, int64_t run_id, struct suspicions *list,
		     struct err *err)
{
	struct judge j;
	struct said *said;
	size_t k, n;
	int rc = subjects_open(&j, db, run_id, err);

	for (k = rc ? 0 : first_unjudged(&j); !rc && k + 1 < j.nights.count;
	     k++) {
		rc = say_night(&j, k, &said, &n, err);
		free(said);
	}
	if (!rc && k < j.nights.count)
		rc = add_suspicions(&j, k, list, err);
	subjects_close(&j);
	return rc;
}

int check_replay(struct db *db, int64_t run_id, struct replay *replay,
		 struct err *err)
{
	struct judge j;
	size_t i, k;
	int rc = subjects_open(&j, db, run_id, err);

	for (i = 0; !rc && i < j.count; i++)
		for (k = 0; !rc && k < j.nights.count; k++) {
			const struct subject *s = &j.subject[i];

			if (strcmp(s->measure, "time") || !s->planned[k])
				continue;
			rc = replay_add(replay, s->name, j.nights.night[k].utc,
					exp(s->value[k]), 0, err);
		}
	subjects_close(&j);
	return rc;
}
