/* What the control groups (cgroups) of this process allow it; v1 and v2. */
#ifndef PROC_CGROUP_H
#define PROC_CGROUP_H

#include <stdint.h>

/* CPUs at once that the tightest quota between its cgroup and the root allows,
 * "1.5"; 0: no limit. */
double cgroup_cpus(void);

/* Bytes of memory the tightest limit allows; 0: no limit. */
int64_t cgroup_memory_bytes(void);

/* Time its processes were held back by the quota, summed over CPUs, since the
 * cgroup was made, in microseconds; -1: not known. */
int64_t cgroup_throttled_us(void);

/* 2 where its CPU quota would be one of cgroup v2, 1 of v1, 0: none. */
int cgroup_version(void);

#endif
