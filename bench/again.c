/*
 * Simulates the benefit of measuring suspicious nights again. Histories are judged
 * night by night; a suspicious value is replaced by the mean of two sessions and
 * judged again, as in `dotrec nightly`.
 * usage: again [HISTORIES]     (of each kind; 2000)
 */
#include "base/random.h"
#include "judge/history.h"
#include "stats/distribution.h"
#include "verdict/verdict.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define NIGHTS   90 /* in a history without a step; judged from the 21st */
#define BEFORE   60 /* nights before a step */
#define AFTER    7
#define NIGHT_SD 0.02

/* Which verdicts cause a night to be measured again. */
enum policy { NEVER, SUSPECTS, SUSPECTS_AND_ALARMS, POLICIES };

static const char *const policy_name[POLICIES] = {
	"never",
	"suspect",
	"suspect, regressed, improved",
};

struct sums {
	size_t judged, alarms, again;
	size_t found[AFTER]; /* steps found within 1, 2, ... nights */
};

static double normal(uint64_t *state)
{
	return stats_normal_quantile(random_unit(state));
}

static int is_looked_at_again(enum policy policy, enum verdict_word word)
{
	return (policy >= SUSPECTS && word == VERDICT_SUSPECT) ||
	       (policy >= SUSPECTS_AND_ALARMS && word >= VERDICT_IMPROVED);
}

/* Judges one history. `share` of a session's variance is common to its night. */
static void replay(enum policy policy, double share, double step, uint64_t seed,
		   struct sums *sums)
{
	double value[NIGHTS], night, session, sd = NIGHT_SD * sqrt(1 - share);
	struct verdict_level levels[NIGHTS];
	size_t nights = step > 0 ? BEFORE + AFTER : NIGHTS, nlevels = 0, k, i;
	uint64_t state = seed;
	struct verdict v;
	int found = 0;

	for (k = 0; k < nights; k++) {
		night = NIGHT_SD * sqrt(share) * normal(&state) +
			(k >= BEFORE ? step : 0);
		value[k] = night + sd * normal(&state);
		session = night + sd * normal(&state);
		if (k < VERDICT_NIGHTS)
			continue;
		stats_verdict(value, NULL, k + 1, levels, nlevels, &v);
		if (is_looked_at_again(policy, v.word)) {
			sums->again++;
			value[k] = (value[k] + session) / 2;
			stats_verdict(value, NULL, k + 1, levels, nlevels, &v);
		}
		sums->judged++;
		if (v.word < VERDICT_IMPROVED)
			continue;
		nlevels = history_add_level(levels, nlevels, v.since, v.word);
		if (!(step > 0) || k < BEFORE)
			sums->alarms++;
		else if (v.word == VERDICT_REGRESSED && !found++)
			for (i = k - BEFORE; i < AFTER; i++)
				sums->found[i]++;
	}
}

static void row(enum policy policy, double share, size_t histories)
{
	struct sums still = { 0 }, step = { 0 };
	uint64_t seed = 1;
	size_t i;

	for (i = 0; i < histories; i++) {
		replay(policy, share, 0, random_next(&seed), &still);
		replay(policy, share, 0.05, random_next(&seed), &step);
	}
	printf("%-30s %5.1f %10.2f %10.1f %10.1f %10.1f %10.1f\n",
	       policy_name[policy], share,
	       1000.0 * (double)still.alarms / (double)still.judged,
	       100.0 * (double)still.again / (double)still.judged,
	       100.0 * (double)step.found[2] / (double)histories,
	       100.0 * (double)step.found[4] / (double)histories,
	       100.0 * (double)step.found[6] / (double)histories);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	static const double share[] = { 0, 0.1, 0.5 };
	size_t histories = argc > 1 ? strtoul(argv[1], NULL, 10) : 2000, s;
	enum policy policy;

	printf("%zu histories, sd 2 %%; found: a step of 5 %%, in %%\n"
	       "%-30s %5s %10s %10s %10s %10s %10s\n",
	       histories, "measured again", "share", "alarms/1k", "again/100",
	       "3 nights", "5 nights", "7 nights");
	for (s = 0; s < sizeof(share) / sizeof(share[0]); s++)
		for (policy = NEVER; policy < POLICIES; policy++)
			row(policy, share[s], histories);
	return 0;
}
