/* The limits that control groups (cgroups, v1 and v2) set for this process. */
#ifndef PROC_CGROUP_H
#define PROC_CGROUP_H

#include <stdint.h>

/* How many CPUs at once the tightest CPU quota allows, such as 1.5; all cgroups
 * from that of the process up to the root are read. 0: no limit. */
double cgroup_cpus(void);

/* Bytes of memory that the tightest limit of these cgroups allows; 0: no
 * limit. */
int64_t cgroup_memory_bytes(void);

/* How long the quota has held back processes of this cgroup since it was made,
 * summed over CPUs, in microseconds; -1: not known. */
int64_t cgroup_throttled_us(void);

/* The cgroup version (1 or 2) that controls the CPU quota of this process; 0:
 * no cgroup does. */
int cgroup_version(void);

#endif
