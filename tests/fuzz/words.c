/* Fuzz target: parsing single words of command lines and files. */
#include "fuzz.h"

#include "base/clock.h"
#include "base/opt.h"
#include "base/str.h"
#include "base/sys.h"
#include "base/units.h"

#include <math.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	return 0;
}

/* Every text made of a number fits into its buffer. */
static void write_number(double x)
{
	char text[UNITS_SIZE];
	double back;

	fuzz_must(strlen(units_time(text, x)) < UNITS_SIZE);
	fuzz_must(strlen(units_time_interval(text, x, x / 3, 3 * x)) <
		  UNITS_SIZE);
	fuzz_must(strlen(units_bytes(text, x)) < UNITS_SIZE);
	units_double(text, x);
	if (isfinite(x))
		fuzz_must(units_parse_double(text, &back) && back == x);
}

static void read_number(const char *text)
{
	unsigned long small = 0;
	struct err err = { 0 };
	uint64_t number;
	int64_t value;
	double x;

	if (units_parse_double(text, &x)) {
		fuzz_must(isfinite(x));
		write_number(x);
	}
	if (units_parse_u64(text, &number))
		fuzz_must(strspn(text, "0123456789") == strlen(text));
	sys_parse(&value, text);
	if (!opt_number("number", text, 1, 9, &small, &err))
		fuzz_must(small >= 1 && small <= 9);
}

static void read_list(const char *text)
{
	bool set[100];
	int count = sys_cpus(text, set, 100), i, marked = 0;

	for (i = 0; i < 100; i++)
		marked += set[i];
	fuzz_must(count >= 0 && (!count || marked <= count));
}

static void read_time(const char *text)
{
	int64_t unix_s;

	if (clock_is_utc(text))
		fuzz_must(clock_parse_utc(text, &unix_s));
}

/* Parses words separated by blanks, as a command line. */
static void read_options(char *text)
{
	const char *file = NULL, *quiet = NULL, *quick = NULL;
	const struct opt table[] = {
		{ "file", 'f', "FILE", "a file", &file },
		{ "quiet", 'q', NULL, "no words", &quiet },
		{ "quick", 0, NULL, "no time", &quick },
		{ NULL, 0, NULL, NULL, NULL },
	};
	char program[] = "program", *argv[50] = { program }, *word;
	int argc = 1, first = 0;
	struct err err = { 0 };
	int rc;

	while (argc < 49 && (word = strsep(&text, " ")))
		argv[argc++] = word;
	rc = opt_parse(argc, argv, table, &first, &err);
	fuzz_told(rc, &err);
	fuzz_must(rc || (first >= 1 && first <= argc));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	double x;

	read_number(text);
	read_list(text);
	read_time(text);
	if (size >= sizeof(x)) {
		memcpy(&x, data, sizeof(x));
		write_number(x);
	}
	fuzz_must(str_utf8_bad(text, size) <= size);
	read_options(text);
	free(text);
	return 0;
}
