/* How far apart two CPUs are: a cache line sent there and back. */
#ifndef PROC_PINGPONG_H
#define PROC_PINGPONG_H

/*
 * The round trip of a cache line between two CPUs, in nanoseconds: the median
 * of 20 batches of exchanges, so that a batch in which somebody else had one of
 * the CPUs does not count. Starts a process on CPU `there` and goes to `here`
 * meanwhile. Takes some milliseconds, at most about 50. Returns -1 where it
 * cannot be told: one CPU only, no process, a CPU that is never free.
 */
#define PINGPONG_BATCH 100 /* exchanges */
double pingpong_ns(int here, int there);

#endif
