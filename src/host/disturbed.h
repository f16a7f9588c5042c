/* Was a run disturbed? Told from what is known before and after it. */
#ifndef HOST_DISTURBED_H
#define HOST_DISTURBED_H

#include "sample/provenance.h"

#include <stddef.h>

/* Times of control kernels (run/control.h), each in the order in which they
 * ran: the same work again and again. */
struct disturbed_control {
	const double *chain_ns, *distance_ns; /* per call */
	size_t chains, distances;
};

/*
 * Judges a run by the facts before and after it, of host_facts() in one
 * process, and by the control kernels of the run, or NULL.
 *
 * Returns 1 when it was noisy, with the reasons in `why`, the weightiest first
 * and "; " between them ("other programs used 0.98 of 2 CPUs; ..."); 0 with ""
 * when it was quiet; -1 with what is missing when nothing can be said, because
 * neither CPU times nor pressure are known. Changes nothing else.
 *
 * Noisy is, in the time between the two:
 *
 *   others    CPU time that was not ours: 5 % of the CPUs that may be used, at
 *             least 0.1 and at most 0.5 CPUs; and 100 ms. Where that is not
 *             known: some task waited for a CPU 10 % of the time, we were put
 *             off 50 times a second of our CPU time, or the load at the start
 *             was at least the number of CPUs
 *   steal     the hypervisor kept 2 % of the CPU time that was wanted
 *   quota     the cgroup held us back for 1 % of the time
 *   memory    tasks waited for memory 1 % of the time, or 100 pages were
 *             swapped
 *   heat      the CPU counted that it was too hot
 *   clock     the measured CPU clock changed by 10 %
 *   control   (10 repeats or more) nine tenths of the way up its sorted times
 *             it took 1.25 x the median, or the medians of its halves differ by
 *             10 %
 *   distance  (4 looks or more) between two CPUs went from one to twice that: a
 *             parallel cell has two times then, whatever the others do. The two
 *             looks among the facts (pingpong_ns) say nothing of the time
 *             between
 *
 * CPU pressure and involuntary switches do not count where CPU
 * times are known: a plan with more workers than CPUs makes both by itself.
 */
int disturbed_judge(const struct facts *before, const struct facts *after,
		    const struct disturbed_control *control, char *why,
		    size_t size);

#endif
