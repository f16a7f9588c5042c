/* The distance of two CPUs: how long a cache line takes there and back. */
#ifndef PROC_PINGPONG_H
#define PROC_PINGPONG_H

/*
 * The round trip of a cache line between two CPUs, in nanoseconds: the median
 * of 20 batches of exchanges, so that a batch in which another process used one
 * of the CPUs does not count. Starts a process on CPU `there` and pins the
 * caller to `here` meanwhile. Takes some milliseconds, at most about 50.
 * Returns -1 if it cannot measure: both CPUs are the same, no process could be
 * started, or a CPU was never free.
 */
#define PINGPONG_BATCH 100 /* exchanges per batch */
double pingpong_ns(int here, int there);

#endif
