/* What all unit tests share: a suite from a table of tests, run to the end. */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <check.h>
#include <stdint.h>
#include <stdlib.h>

/* Whether addresses are checked, which makes processes slow to start. */
#if defined(__SANITIZE_ADDRESS__)
#define UNIT_ASAN 1
#elif defined(__has_feature)
#define UNIT_ASAN __has_feature(address_sanitizer)
#else
#define UNIT_ASAN 0
#endif

#define UNIT_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Runs the tests that follow, NULL at the end; 0 when all passed. */
static inline int unit_run(const char *name, const TTest *const tests[])
{
	Suite *suite = suite_create(name);
	TCase *tcase = tcase_create(name);
	SRunner *runner = srunner_create(suite);
	int failed;

	for (; *tests; tests++)
		tcase_add_test(tcase, *tests);
	/* against hanging, not against a busy machine */
	tcase_set_timeout(tcase, 600);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/*
 * The next of a sequence of random numbers, below `below`. Its own generator
 * (xorshift64*; Vigna 2016), so that a flaw of the program's does not hide
 * itself. *state is any number but 0 at first; tests fix it to be repeatable.
 */
static inline uint64_t unit_random(uint64_t *state, uint64_t below)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return (*state * UINT64_C(0x2545f4914f6cdd1d) >> 16) % below;
}

/*
 * Asserts of Check write to a file each time: loops of thousands use this,
 * which writes only when it fails.
 */
#define unit_must(expr, ...)                       \
	do {                                       \
		if (!(expr))                       \
			ck_abort_msg(__VA_ARGS__); \
	} while (0)

#endif
