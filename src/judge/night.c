/* The verdicts of one night. */
#include "judge/night.h"

#include "base/mem.h"
#include "base/str.h"
#include "judge/against.h"
#include "judge/check.h"
#include "judge/moved.h"
#include "judge/trends.h"
#include "judge/why.h"
#include "stats/twosample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SUSPECT_Q 0.05
#define MONTH     30 /* nights */

static bool is_baseline(const struct subject *s, size_t k, size_t nlevels)
{
	size_t start = nlevels ? s->levels[nlevels - 1].start : 0, i;

	if (isnan(s->value[k]) || !nlevels ||
	    s->levels[nlevels - 1].how != VERDICT_NO_CHANGE)
		return false;
	for (i = start; i < k; i++)
		if (!isnan(s->value[i]))
			return false;
	return true;
}

/* Whether a verdict confirms that a subject gets slower, at once or night by
 * night. */
static bool is_slower(const struct verdict *v)
{
	return v->word == VERDICT_REGRESSED ||
	       (v->word == VERDICT_DRIFTING && v->effect > 0);
}

static void judge_subject(struct judge *j, struct subject *s, size_t k,
			  struct night_verdict *said)
{
	size_t nlevels = subjects_levels_by(s, k);

	said->subject = s;
	said->from = nlevels ? s->levels[nlevels - 1].start : 0;
	stats_verdict(subjects_seen(j, s, k + 1), j->days, k + 1, s->levels,
		      nlevels, &said->verdict);
	said->baseline = said->verdict.word == VERDICT_NOT_ENOUGH &&
			 is_baseline(s, k, nlevels);
	if (said->verdict.word < VERDICT_IMPROVED)
		return;
	subjects_add_level(s, said->verdict.since, said->verdict.word);
	j->slower += is_slower(&said->verdict);
}

/* A suspect remains one if its p value is significant among all subjects of the
 * night, or if the night itself is an outlier. */
static int adjust_suspects(struct night_verdict *said, size_t count,
			   struct err *err)
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

bool night_is_alone(const struct night_verdict *said)
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

/* Whether night k or the night before had the subject. */
static bool is_expected(const struct subject *s, size_t k)
{
	return s->planned[k] || (k && s->planned[k - 1]);
}

/* Why a subject has no value; by the cell's reason or status if it has a
 * cell. */
static const char *why_not_measured(const struct judge *j,
				    const struct subject *s, size_t k)
{
	const struct night_cell *c = cell_of(j, k, s->series_id);

	if (!s->series_id)
		return "not all of its sizes were measured";
	if (!c)
		return strncmp(s->name, "external:", 9) ? "not in the plan"
							: "not imported";
	if (!strcmp(s->measure, "relative"))
		return "no serial time beside it";
	return *c->reason ? c->reason : c->status;
}

/* Already missing the night before: reported as `still`, with the first night
 * that lacked it. */
static void missing_since(const struct judge *j, struct night_verdict *said,
			  size_t k)
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

/* Suspect only because the night is an outlier: the effect is the night's own
 * distance. */
static void suspect_night(const struct judge *j, struct night_verdict *said,
			  size_t k)
{
	double shift = NAN;

	subjects_distance(j, said->subject->value, said->subject->exchanges,
			  said->from, k, &shift);
	said->row.effect = expm1(shift);
	said->row.low = said->row.high = NAN;
	said->row.since_run_id = j->nights.night[k].run_id;
}

/* Whether there is no verdict because the machine was another one, or in another
 * state, on the nights before. Whether an earlier change still holds cannot be told
 * then. */
static bool is_apart(const struct judge *j, const struct night_verdict *said)
{
	const struct apart *apart = &j->apart[said->subject->exchanges];

	return said->verdict.word == VERDICT_NOT_ENOUGH && !said->baseline &&
	       *apart->text && apart->alike < VERDICT_NIGHTS;
}

static void make_row(struct judge *j, struct night_verdict *said, size_t k)
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
		.month = v->rate == 0 ? NAN : expm1(MONTH * log1p(v->rate)),
		.method = VERDICT_VERSION,
	};
	if (v->word >= VERDICT_SUSPECT)
		row->since_run_id = j->nights.night[v->since].run_id;
	if (night_is_alone(said))
		suspect_night(j, said, k);
	if (is_apart(j, said)) {
		row->reason = j->apart[s->exchanges].text;
		if (j->apart[s->exchanges].now)
			row->verdict = CHECK_ANOTHER;
		return;
	}
	if (v->word == VERDICT_NOT_MEASURED) {
		row->reason = why_not_measured(j, s, k);
		missing_since(j, said, k);
	}
	against_accepted(j, said, k, row);
}

static int store_judged_night(struct judge *j, const struct night_verdict *said,
			      size_t count, size_t k, struct err *err)
{
	struct verdict_row *rows = mem_array(count + 1, sizeof(*rows), err);
	struct trends trends;
	double shift = NAN;
	size_t i;
	int rc = trends_of_night(&j->cells[k], &trends, err), moved = 0;

	for (i = 0; rows && i < count; i++)
		rows[i] = said[i].row;
	if (rows && !rc)
		moved = moved_night(j, k, &shift, err);
	if (moved < 0)
		rc = -1;
	if (moved > 0)
		rows[count++] = (struct verdict_row){
			.measure = "machine",
			.subject = "",
			.verdict = "machine moved",
			.effect = expm1(shift),
			.low = NAN,
			.high = NAN,
			.last = NAN,
			.month = NAN,
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

int night_judge_subjects(struct judge *j, size_t k, struct night_verdict **said,
			 size_t *n, struct err *err)
{
	size_t i;

	*n = j->slower = 0;
	*said = mem_array(j->count, sizeof(**said), err);
	if (!*said || apart_set(&j->nights, k, j->apart, err))
		return -1;
	for (i = 0; i < j->count; i++)
		if (is_expected(&j->subject[i], k))
			judge_subject(j, &j->subject[i], k, &(*said)[(*n)++]);
	return adjust_suspects(*said, *n, err);
}

int night_judge(struct judge *j, size_t k, struct err *err)
{
	struct night_verdict *said;
	struct why why = { .count = 0 };
	size_t i, n;
	int rc = night_judge_subjects(j, k, &said, &n, err);

	if (!rc)
		rc = why_open(&why, j, n, err);
	for (i = 0; !rc && i < n; i++) {
		make_row(j, &said[i], k);
		rc = why_find(&why, j, &said[i], i, k, &said[i].row, err);
	}
	if (!rc)
		rc = store_judged_night(j, said, n, k, err);
	why_close(&why);
	free(said);
	return rc;
}
