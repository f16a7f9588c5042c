/* Was a run disturbed? Judged by the facts before and after it. */
#include "host/disturbed.h"

#include "base/mem.h"
#include "base/str.h"
#include "base/units.h"
#include "stats/summary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_SIZE 160

struct noise {
	const struct facts *before, *after;
	double elapsed_ms, cpus; /* of the machine, whatever dotrec may use */
	const struct disturbed_control *control;
};

/* How much a counter rose; false if that is not known. */
static bool went(const struct noise *n, const char *name, double *by)
{
	double from, to;

	if (!facts_number(n->before, name, &from) ||
	    !facts_number(n->after, name, &to) || to < from)
		return false;
	*by = to - from;
	return true;
}

/* How many CPUs other programs kept busy; false if that is not known. */
static bool others(const struct noise *n, double *cpus)
{
	double busy_ms, own_ms;

	if (!went(n, "cpu_busy_ms", &busy_ms) ||
	    !went(n, "own_cpu_ms", &own_ms) || !(n->elapsed_ms > 0))
		return false;
	/* in some containers the CPU times stand still */
	if (busy_ms < own_ms / 2)
		return false;
	*cpus = fmax(0, busy_ms - own_ms) / n->elapsed_ms;
	return true;
}

static bool by_others(const struct noise *n, char words[WORDS_SIZE])
{
	double used;

	if (!others(n, &used) || used < fmax(0.1, fmin(0.5, 0.05 * n->cpus)) ||
	    used * n->elapsed_ms < 100)
		return false;
	snprintf(words, WORDS_SIZE, "other programs used %.2f of %.0f CPUs",
		 used, n->cpus);
	return true;
}

static bool by_waiting(const struct noise *n, char words[WORDS_SIZE])
{
	double waited_us;

	if (!went(n, "pressure_cpu_us", &waited_us) || !(n->elapsed_ms > 0) ||
	    waited_us < 0.1 * 1e3 * n->elapsed_ms)
		return false;
	snprintf(words, WORDS_SIZE,
		 "tasks waited for a CPU %.0f %% of the time",
		 waited_us / n->elapsed_ms / 10);
	return true;
}

static bool by_switches(const struct noise *n, char words[WORDS_SIZE])
{
	double switches, own_ms;

	if (!went(n, "own_switches_involuntary", &switches) ||
	    !went(n, "own_cpu_ms", &own_ms) || switches < 5 ||
	    switches < 50 * own_ms / 1e3)
		return false;
	snprintf(words, WORDS_SIZE,
		 "%.0f times another program was given our CPU", switches);
	return true;
}

static bool by_load(const struct noise *n, char words[WORDS_SIZE])
{
	double load;

	if (!facts_number(n->before, "load_1min", &load) || load < n->cpus)
		return false;
	snprintf(words, WORDS_SIZE,
		 "the load was %.1f on %.0f CPUs at the start", load, n->cpus);
	return true;
}

static bool by_steal(const struct noise *n, char words[WORDS_SIZE])
{
	double steal_ms, busy_ms;

	if (!went(n, "cpu_steal_ms", &steal_ms) ||
	    !went(n, "cpu_busy_ms", &busy_ms) || steal_ms < 50 ||
	    steal_ms < 0.02 * (steal_ms + busy_ms))
		return false;
	snprintf(words, WORDS_SIZE,
		 "the hypervisor kept %.1f %% of the CPU time",
		 100 * steal_ms / (steal_ms + busy_ms));
	return true;
}

static bool by_quota(const struct noise *n, char words[WORDS_SIZE])
{
	double us;

	if (!went(n, "cgroup_throttled_us", &us) || us <= 0 ||
	    us < 0.01 * 1e3 * n->elapsed_ms)
		return false;
	snprintf(words, WORDS_SIZE,
		 "the cgroup's CPU quota held it back for %.0f "
		 "ms",
		 us / 1e3);
	return true;
}

static bool by_memory(const struct noise *n, char words[WORDS_SIZE])
{
	double waited_us, in = 0, out = 0;

	if (went(n, "pages_swapped_in", &in) &&
	    went(n, "pages_swapped_out", &out) && in + out >= 100)
		snprintf(words, WORDS_SIZE, "%.0f pages were swapped",
			 in + out);
	else if (went(n, "pressure_memory_us", &waited_us) &&
		 n->elapsed_ms > 0 && waited_us > 0 &&
		 waited_us >= 0.01 * 1e3 * n->elapsed_ms)
		snprintf(words, WORDS_SIZE,
			 "tasks waited for memory %.0f %% of the time",
			 waited_us / n->elapsed_ms / 10);
	else
		return false;
	return true;
}

static bool by_heat(const struct noise *n, char words[WORDS_SIZE])
{
	double times;

	if (!went(n, "throttles", &times) || times < 1)
		return false;
	snprintf(words, WORDS_SIZE, "the CPU was too hot %.0f times", times);
	return true;
}

static bool by_clock(const struct noise *n, char words[WORDS_SIZE])
{
	double from, to;

	if (!facts_number(n->before, "cpu_clock_mhz", &from) ||
	    !facts_number(n->after, "cpu_clock_mhz", &to) || !(from > 0) ||
	    !(to > 0) || fmax(from / to, to / from) < 1.1)
		return false;
	snprintf(words, WORDS_SIZE,
		 "the CPU's clock went from %.0f to %.0f MHz", from, to);
	return true;
}

/* Sorts a copy of x into `sorted` and returns its median. */
static double disturbed_median(double *sorted, const double *x, size_t count)
{
	memcpy(sorted, x, count * sizeof(*x));
	stats_sort(sorted, count);
	return stats_quantile(sorted, count, 0.5);
}

static bool control_words(const struct noise *n, double *x,
			  char words[WORDS_SIZE])
{
	const double *ns = n->control->chain_ns;
	size_t count = n->control->chains, half = count / 2;
	double first = disturbed_median(x, ns, half);
	double second = disturbed_median(x, ns + count - half, half);
	double middle = disturbed_median(x, ns, count);
	double slow = stats_quantile(x, count, 0.9);
	char from[UNITS_SIZE], to[UNITS_SIZE];

	if (fmax(first / second, second / first) >= 1.1)
		snprintf(words, WORDS_SIZE,
			 "the control kernel went from %s to %s",
			 units_time(from, first), units_time(to, second));
	else if (slow >= 1.25 * middle)
		snprintf(words, WORDS_SIZE,
			 "a tenth of the control kernel's repeats took %.2f x "
			 "its median or more",
			 slow / middle);
	else
		return false;
	return true;
}

static bool by_control(const struct noise *n, char words[WORDS_SIZE])
{
	size_t count = n->control->chains;
	double *x = count < 10 ? NULL : mem_array(count, sizeof(*x), NULL);
	bool found = x && control_words(n, x, words);

	free(x);
	return found;
}

/* Compares the 10 % and 90 % quantiles, because single measurements may have
 * been spoilt. */
static bool by_distance(const struct noise *n, char words[WORDS_SIZE])
{
	size_t count = n->control->distances;
	double *x = count < 4 ? NULL : mem_array(count, sizeof(*x), NULL);
	double near, far;
	bool found;

	if (!x)
		return false;
	disturbed_median(x, n->control->distance_ns, count);
	near = stats_quantile(x, count, 0.1);
	far = stats_quantile(x, count, 0.9);
	free(x);
	found = far >= 2 * near;
	if (found)
		snprintf(words, WORDS_SIZE,
			 "the CPUs were now %.0f ns apart, now %.0f", near,
			 far);
	return found;
}

typedef bool reason(const struct noise *n, char words[WORDS_SIZE]);

/* Adds the words of the reasons that hold; returns their number. */
static int disturbed_add_reasons(const struct noise *n, reason *const *reasons,
				 struct str *why)
{
	char words[WORDS_SIZE];
	int found = 0;

	for (; *reasons; reasons++)
		if ((*reasons)(n, words)) {
			str_addf(why, "%s%s", why->len ? "; " : "", words);
			found++;
		}
	return found;
}

int disturbed_judge(const struct facts *before, const struct facts *after,
		    const struct disturbed_control *control, char *why,
		    size_t size)
{
	static reason *const guesses[] = { by_waiting, by_switches, by_load,
					   NULL };
	static reason *const reasons[] = {
		by_others, by_steal,   by_quota,    by_memory, by_heat,
		by_clock,  by_control, by_distance, NULL,
	};
	static const struct disturbed_control silent;
	struct noise n = { before, after, 0, 1, control ? control : &silent };
	struct str words = { 0 };
	double used;
	int found;

	went(&n, "uptime_ms", &n.elapsed_ms);
	if (!facts_number(after, "cpus_online", &n.cpus))
		facts_number(after, "cpus_usable", &n.cpus);
	found = disturbed_add_reasons(&n, reasons, &words);
	if (!others(&n, &used)) {
		found += disturbed_add_reasons(&n, guesses, &words);
		if (!found && !facts_text(after, "pressure_cpu_us")) {
			str_add(&words, "neither CPU times nor pressure are "
					"known here");
			found = -1;
		}
	}
	str_copy(why, size, words.text ? words.text : "");
	str_free(&words);
	return found > 0 ? 1 : found;
}
