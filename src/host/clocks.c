/* Conditions that must be measured: the clocks, the distance between CPUs. */
#include "host/clocks.h"

#include "base/clock.h"
#include "proc/pin.h"
#include "proc/pingpong.h"

#define READS    2000
#define CPUS_FAR 8

static void add_clock(struct facts *facts)
{
	int64_t begin_ns = clock_ns(), last_ns = begin_ns, now_ns = begin_ns;
	int64_t step_ns = INT64_MAX;
	int i;

	for (i = 0; i < READS; i++, last_ns = now_ns) {
		now_ns = clock_ns();
		if (now_ns > last_ns && now_ns - last_ns < step_ns)
			step_ns = now_ns - last_ns;
	}
	facts_add_real(facts, "clock_read_ns",
		       (double)(now_ns - begin_ns) / READS);
	if (step_ns < INT64_MAX)
		facts_add_integer(facts, "clock_step_ns", step_ns);
}

/* Dependent additions, 100 per turn: each needs the previous sum. The addend is
 * in a register, because some CPUs add constants in no time. */
#if defined(__x86_64__)
#define ADD "add %1, %0\n\t"
#elif defined(__aarch64__)
#define ADD "add %0, %0, %1\n\t"
#endif

#ifdef ADD
#define ADD10     ADD ADD ADD ADD ADD ADD ADD ADD ADD ADD
#define TURNS     300
#define ADDITIONS (100.0 * TURNS)

static int64_t time_additions(void)
{
	int64_t begin_ns = clock_ns();
	uint64_t sum = 0, one = 1;
	int i;

	for (i = 0; i < TURNS; i++)
		__asm__ volatile(
		    ADD10 ADD10 ADD10 ADD10 ADD10 ADD10 ADD10 ADD10 ADD10 ADD10
		    : "+r"(sum)
		    : "r"(one)
		    : "cc");
	return clock_ns() - begin_ns;
}

/* Uses the fastest of many times: some are interrupted, and in the first ones
 * the CPU may not have reached its full clock. */
static void add_cpu_clock(struct facts *facts)
{
	int64_t best_ns = INT64_MAX, ns;
	int i;

	for (i = 0; i < 100; i++) {
		ns = time_additions();
		if (ns > 0 && ns < best_ns)
			best_ns = ns;
	}
	facts_add_real(facts, "cpu_clock_mhz",
		       ADDITIONS * 1000 / (double)best_ns);
}
#else
static void add_cpu_clock(struct facts *facts)
{
	(void)facts;
}
#endif

static void add_distances(struct facts *facts)
{
	int cpus = pin_cpu_count(), here = pin_cpu(0), i;
	double ns, farthest = -1;

	for (i = 1; i < cpus && i < CPUS_FAR; i++) {
		ns = pingpong_ns(here, pin_cpu(i));
		if (i == 1 && ns >= 0)
			facts_add_real(facts, "pingpong_ns", ns);
		farthest = ns > farthest ? ns : farthest;
	}
	if (cpus > 2 && farthest >= 0)
		facts_add_real(facts, "pingpong_far_ns", farthest);
}

void clocks_add(struct facts *facts)
{
	add_clock(facts);
	add_cpu_clock(facts);
	add_distances(facts);
}
