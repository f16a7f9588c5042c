/* Was a run disturbed? Judged by the facts before and after it. */
#ifndef HOST_DISTURBED_H
#define HOST_DISTURBED_H

#include "sample/provenance.h"

#include <stddef.h>

/* Times of the control kernels (run/control.h), which repeat the same work, in
 * the order in which they ran. */
struct disturbed_control {
	const double *chain_ns, *distance_ns; /* per call */
	size_t chains, distances;
};

/*
 * Judges a run by the facts before and after it, which host_facts() returned in
 * one process, and by the control kernels of the run, or NULL.
 *
 * Returns 1 if the run was noisy, with the reasons in `why`, the most important
 * first and "; " between them ("other programs used 0.98 of 2 CPUs; ..."); 0
 * with "" if it was quiet; -1 with what is missing if it cannot be judged,
 * because neither CPU times nor pressure are known.
 *
 * A run is noisy for each of these reasons (limits are "at least") in the time
 * between the two:
 *
 *   others    other programs used 5 % of the usable CPUs (a limit below 0.1 or
 *             above 0.5 CPUs becomes 0.1 or 0.5), and 100 ms of CPU time. If
 *             that is not known: some task waited for a CPU 10 % of the time,
 *             or dotrec lost its CPU 50 times per second of its CPU time (and 5
 *             times), or the load at the start was the number of CPUs
 *   steal     the hypervisor kept 2 % of the CPU time that was asked for
 *   quota     the cgroup's CPU quota stopped dotrec for 1 % of the time
 *   memory    tasks waited for memory 1 % of the time, or 100 pages were
 *             swapped
 *   heat      the CPU counted that it was too hot
 *   clock     the measured CPU clock changed by 10 %
 *   control   (10 repeats or more) the 90 % quantile of the control kernel's
 *             times is 1.25 x their median, or the medians of the first and the
 *             second half differ by 10 %
 *   distance  (4 measurements or more) the 90 % quantile of the distance
 *             between two CPUs is twice the 10 % quantile: a parallel cell then
 *             has two times, whatever other programs do. The two measurements
 *             among the facts (pingpong_ns) are not used, since they say
 *             nothing of the time between
 *
 * CPU pressure and involuntary switches do not count where CPU times are known:
 * a plan with more workers than CPUs causes both by itself.
 */
int disturbed_judge(const struct facts *before, const struct facts *after,
		    const struct disturbed_control *control, char *why,
		    size_t size);

#endif
