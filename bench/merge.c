/* Times merging 100 databases of 20,000 samples into one. */
#include "bench.h"
#include "record.h"

#include "base/clock.h"
#include "travel/travel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DATABASES 100
#define BLOCKS    20

static void merge(const char *what, const char *to, const char *const *paths)
{
	struct merge_result result;
	struct err err = { 0 };
	int64_t begin_ns = clock_ns();
	char text[64];
	double s;

	if (travel_merge(to, paths, DATABASES, &result, &err))
		bench_die(&err);
	s = (double)(clock_ns() - begin_ns) / CLOCK_NS_PER_S;
	snprintf(text, sizeof(text), "%.1f s", s);
	bench_row(what, text, "<= 60 s", s <= 60);
}

int main(void)
{
	char dir[] = "/tmp/dotrec-bench-XXXXXX";
	static char name[DATABASES][64];
	const char *paths[DATABASES];
	double ns[BLOCKS];
	unsigned i;

	if (!mkdtemp(dir) || chdir(dir))
		return EXIT_FAILURE;
	for (i = 0; i < DATABASES; i++) {
		snprintf(name[i], sizeof(name[i]), "%u.db", i);
		paths[i] = name[i];
		record_run(name[i], i, BLOCKS, ns);
	}
	merge("100 databases of 20,000 samples merged", "all.db", paths);
	merge("the same again: nothing is new", "all.db", paths);
	for (i = 0; i < DATABASES; i++)
		unlink(name[i]);
	unlink("all.db");
	return chdir("/") || rmdir(dir);
}
