/* Samples: timed measurements of a cell, and other records about the cell. */
#include "sample/sample.h"

#include <string.h>

const char *sample_status_name(enum sample_status status)
{
	static const char *const name[] = {
		[SAMPLE_OK] = "ok",           [SAMPLE_WRONG] = "wrong",
		[SAMPLE_FAILED] = "failed",   [SAMPLE_TIMEOUT] = "timeout",
		[SAMPLE_SKIPPED] = "skipped",
	};

	return name[status];
}

void sample_status_read(const char *name, enum sample_status *status)
{
	enum sample_status s;

	for (s = SAMPLE_OK; s <= SAMPLE_SKIPPED; s++)
		if (!strcmp(name, sample_status_name(s))) {
			*status = s;
			return;
		}
}

static int64_t clamp(int64_t value, int64_t low, int64_t high)
{
	return value < low ? low : value > high ? high : value;
}

void sample_add_call(struct sample *sample, const struct call_marks *marks)
{
	/* The clocks of two CPUs may differ by a few ns: restore the order. */
	int64_t started =
	    clamp(marks->started_ns, marks->begin_ns, marks->end_ns);
	int64_t ended = clamp(marks->ended_ns, started, marks->end_ns);
	int64_t compute = clamp(marks->compute_ns, 0, ended - started);

	sample->spawn_ns += started - marks->begin_ns;
	sample->dispatch_ns += ended - started - compute;
	sample->compute_ns += compute;
	sample->collect_ns += marks->end_ns - ended;
	sample->skew_ns += ended - clamp(marks->first_ended_ns, started, ended);
}

/* total * part / whole, rounded down. The product may need 128 bits, so this is
 * a long division, bit by bit of the total. All values are below 2^62 ns, a
 * century. */
static int64_t share(int64_t total, int64_t part, int64_t whole)
{
	uint64_t left = 0, result = 0;
	int bit;

	for (bit = 62; bit >= 0; bit--) {
		left = 2 * left + (total >> bit & 1 ? (uint64_t)part : 0);
		result = 2 * result + left / (uint64_t)whole;
		left %= (uint64_t)whole;
	}
	return (int64_t)result;
}

void sample_apportion(struct sample *sample, int64_t total_ns)
{
	int64_t whole = sample->spawn_ns + sample->dispatch_ns +
			sample->compute_ns + sample->collect_ns;

	sample->total_ns = total_ns;
	if (whole > 0) {
		sample->spawn_ns = share(total_ns, sample->spawn_ns, whole);
		sample->collect_ns = share(total_ns, sample->collect_ns, whole);
		sample->compute_ns = share(total_ns, sample->compute_ns, whole);
		sample->skew_ns = share(total_ns, sample->skew_ns, whole);
		sample->dispatch_ns = total_ns - sample->spawn_ns -
				      sample->collect_ns - sample->compute_ns;
	} else {
		sample->spawn_ns = sample->dispatch_ns = 0;
		sample->collect_ns = sample->skew_ns = 0;
		sample->compute_ns = total_ns;
	}
}

void sample_add_result(struct sample *sample, double result)
{
	if (sample->has_result &&
	    sample_bits(result) != sample_bits(sample->result))
		sample->differs = true;
	sample->result = result;
	sample->has_result = true;
}
