/* Which series of a night are measured again before the night is judged. */
#include "judge/again.h"

#include "base/mem.h"
#include "base/str.h"
#include "judge/night.h"
#include "judge/night_share.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether a subject is worth measuring again; only its variance between the
 * sessions of a night can be reduced. */
static int is_worth_it(const struct judge *j, const struct night_verdict *said,
		       size_t k, bool *worth, struct err *err)
{
	const struct subject *s = said->subject;
	double share;

	*worth = false;
	if (!s->series_id || said->verdict.word < VERDICT_SUSPECT)
		return 0;
	if (night_share(j->db, j->nights.night, said->from,
			night_is_alone(said) ? k : said->verdict.since, k,
			s->measure, s->series_id, s->exchanges, &share, err))
		return -1;
	*worth = share < AGAIN_NIGHT_SHARE;
	return 0;
}

static int add_suspicion(struct suspicions *list,
			 const struct night_verdict *said, struct err *err)
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
	struct night_verdict *said;
	size_t i, n;
	bool worth;
	int rc = night_judge_subjects(j, k, &said, &n, err);

	for (i = 0; !rc && i < n; i++) {
		rc = is_worth_it(j, &said[i], k, &worth, err);
		if (!rc && worth)
			rc = add_suspicion(list, &said[i], err);
	}
	free(said);
	return rc;
}

int again_find(struct db *db, int64_t run_id, struct suspicions *list,
	       struct err *err)
{
	struct judge j;
	struct night_verdict *said;
	size_t k, n;
	int rc = subjects_open(&j, db, run_id, err);

	for (k = rc ? 0 : subjects_first_unjudged(&j);
	     !rc && k + 1 < j.nights.count; k++) {
		rc = night_judge_subjects(&j, k, &said, &n, err);
		free(said);
	}
	if (!rc && k < j.nights.count)
		rc = add_suspicions(&j, k, list, err);
	subjects_close(&j);
	return rc;
}
