/* Shared by all unit tests: running a suite, random numbers, fast
 * assertions. */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether AddressSanitizer is on, which makes processes slow to start. */
#if defined(__SANITIZE_ADDRESS__)
#define UNIT_ASAN 1
#elif defined(__has_feature)
#define UNIT_ASAN __has_feature(address_sanitizer)
#else
#define UNIT_ASAN 0
#endif

#define UNIT_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Whether a long suite is left out, as in the distcheck of .ci/run; then says
 * so, and the suite is to exit with 77. */
static inline int unit_left_out(void)
{
	const char *form = getenv("DOTREC_LONG");

	if (!form || strcmp(form, "no"))
		return 0;
	puts("skipped: DOTREC_LONG is no");
	return 1;
}

/* Whether the program runs under qemu, as tests/ports/ports.sh says. */
static inline int unit_emulated(void)
{
	return getenv("DOTREC_EMULATED") != NULL;
}

/* Whether a test cannot be done under qemu, and the program runs there; then says
 * why, and the test is to return. */
static inline int unit_not_emulated(const char *why)
{
	if (unit_emulated())
		printf("skipped: %s\n", why);
	return unit_emulated();
}

/* Runs a NULL-terminated table of tests; returns an exit status. */
static inline int unit_run(const char *name, const TTest *const tests[])
{
	Suite *suite = suite_create(name);
	TCase *tcase = tcase_create(name);
	SRunner *runner = srunner_create(suite);
	int failed;

	for (; *tests; tests++)
		tcase_add_test(tcase, *tests);
	/* long enough for a busy machine, short enough if a test hangs */
	tcase_set_timeout(tcase, 600);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/*
 * The next random number below `below`. A generator of its own (xorshift64*;
 * Vigna 2016), so that a flaw of the program's generator cannot hide itself.
 * Start with any *state but 0; tests fix it, so that they are repeatable.
 */
static inline uint64_t unit_random(uint64_t *state, uint64_t below)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return (*state * UINT64_C(0x2545f4914f6cdd1d) >> 16) % below;
}

/*
 * An assertion for loops of thousands: those of Check write to a file every
 * time, this one only when it fails.
 */
#define unit_must(expr, ...)                       \
	do {                                       \
		if (!(expr))                       \
			ck_abort_msg(__VA_ARGS__); \
	} while (0)

#endif
