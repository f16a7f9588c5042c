/* Import of the output of `go test -bench`: lines such as
 * "BenchmarkDot/n=1000-8    164704    4250 ns/op    12 B/op". */
#include "foreign/reader.h"

#include "base/units.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 64
#define PREFIX    "Benchmark"

/* A line of the text, and the package that the lines before it named. */
struct lines {
	const char *text, *end; /* of what is left */
	struct str line;
	size_t number;
	struct str package;
};

/* Goes to the next line. 1, 0 at the end, -1 with *err. */
static int next_line(struct lines *l, struct err *err)
{
	const char *end;

	if (l->text >= l->end)
		return 0;
	end = memchr(l->text, '\n', (size_t)(l->end - l->text));
	end = end ? end : l->end;
	l->line.len = 0;
	str_add(&l->line, "");
	str_add_bytes(&l->line, l->text, (size_t)(end - l->text));
	l->text = end + 1;
	l->number++;
	return str_check(&l->line, err) ? -1 : 1;
}

static size_t split(char *line, char *words[WORDS_MAX])
{
	char *rest, *word = strtok_r(line, " \t\r", &rest);
	size_t count = 0;

	for (; word && count < WORDS_MAX; word = strtok_r(NULL, " \t\r", &rest))
		words[count++] = word;
	return count;
}

/* Whether words are a result: a name, a number of iterations, and pairs of a value
 * and its unit. */
static bool is_result(char *const words[], size_t count)
{
	uint64_t iterations;
	double value;

	return count >= 4 && !strncmp(words[0], PREFIX, strlen(PREFIX)) &&
	       !islower((unsigned char)words[0][strlen(PREFIX)]) &&
	       units_parse_u64(words[1], &iterations) &&
	       units_parse_double(words[2], &value);
}

bool is_go(const char *text, size_t len)
{
	struct lines l = { .text = text, .end = text + len };
	char *words[WORDS_MAX];
	bool found = false;
	int i;

	/* a header of a few lines, and what the tests print, may come first */
	for (i = 0; i < 1000 && !found && next_line(&l, NULL) > 0; i++)
		found = l.line.len < 4096 &&
			is_result(words, split(l.line.text, words));
	str_free(&l.line);
	return found;
}

/* Takes the number of CPUs (GOMAXPROCS) off a name: BenchmarkDot-8. */
static void take_workers(char *name, uint64_t *workers)
{
	char *dash = strrchr(name, '-');

	if (dash && units_parse_u64(dash + 1, workers) && *workers > 0)
		*dash = '\0';
	else
		*workers = 0;
}

/* Adds the time of a result, and tells what has none. */
static int add_result(struct foreign *f, struct lines *l, char *words[],
		      size_t count, struct err *err)
{
	struct foreign_row row = { .where = { l->number, 1, NULL },
				   .row = l->number };
	struct str name = { 0 };
	size_t i;
	int rc;

	f->rows++;
	take_workers(words[0], &row.workers);
	foreign_take_size(words[0], &row.n, &row.workers);
	str_addf(&name, "%s%s%s", l->package.len ? l->package.text : "",
		 l->package.len ? "." : "", words[0]);
	rc = str_check(&name, err);
	row.series = name.text;
	for (i = 2; !rc && i + 1 < count; i += 2)
		if (unit_parse(words[i + 1], &row.unit) && !row.unit.rate &&
		    strchr(words[i + 1], '/'))
			break;
	if (!rc && i + 1 >= count)
		foreign_note(f, &row.where,
			     "no time per operation, so that it "
			     "is left out");
	else if (!rc && !units_parse_double(words[i], &row.value))
		rc = foreign_problem(f, &row.where, err,
				     "'%.60s': not a number", words[i]);
	else if (!rc)
		rc = foreign_add(f, &row, err);
	str_free(&name);
	return rc < 0 ? -1 : 0;
}

static int read_line(struct foreign *f, struct lines *l, struct err *err)
{
	char *words[WORDS_MAX];
	size_t count = split(l->line.text, words);

	if (count == 2 && !strcmp(words[0], "pkg:")) {
		l->package.len = 0;
		str_add(&l->package, words[1]);
		return str_check(&l->package, err);
	}
	return is_result(words, count) ? add_result(f, l, words, count, err)
				       : 0;
}

int read_go(struct foreign *f, const char *text, size_t len, struct err *err)
{
	struct lines l = { .text = text, .end = text + len };
	int rc = mistakes_utf8(f->mistakes, text, len, err), more = !rc;

	while (!rc && (more = next_line(&l, err)) > 0)
		rc = read_line(f, &l, err);
	str_free(&l.line);
	str_free(&l.package);
	return rc || more < 0 ? -1 : 0;
}
