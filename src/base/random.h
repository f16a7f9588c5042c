/* Random numbers from a seed: the same in every build, on every machine. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stdint.h>

/*
 * splitmix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
 * Generators, OOPSLA 2014): the state advances by RANDOM_GAMMA, and the
 * output is random_mix() of the state.
 */
#define RANDOM_GAMMA UINT64_C(0x9e3779b97f4a7c15)

static inline uint64_t random_mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* The next number of a sequence. Set *state to the seed, any number, first. */
static inline uint64_t random_next(uint64_t *state)
{
	return random_mix(*state += RANDOM_GAMMA);
}

/* The next number in [0, below), without bias; below >= 1. */
static inline uint64_t random_below(uint64_t *state, uint64_t below)
{
	uint64_t limit = UINT64_MAX - UINT64_MAX % below, value;

	do
		value = random_next(state);
	while (value >= limit);
	return value % below;
}

/* The next number in (0, 1): one of 2^52 values, the middles of equal steps. */
static inline double random_unit(uint64_t *state)
{
	return ((double)(random_next(state) >> 12) + 0.5) * 0x1p-52;
}

#endif
