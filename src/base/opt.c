/* Command-line options: a table per command, one meaning per letter. */
#include "base/opt.h"

#include "base/near.h"
#include "base/str.h"
#include "base/units.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define OPT_MAX 32

static size_t table_size(const struct opt *table)
{
	size_t n = 0;

	while (n < OPT_MAX && table[n].name)
		n++;
	return n;
}

/* Which option lacks its argument: only optopt says so in every C library. */
static int opt_refuse_lack(const struct opt *table, struct err *err)
{
	char name[NEAR_SIZE] = { '-', (char)optopt };

	if (optopt >= 256)
		snprintf(name, sizeof(name), "--%s", table[optopt - 256].name);
	return err_set(err, ERR_USAGE,
		       "option '%s' needs an argument; see --help", name);
}

static int opt_refuse(int argc, char **argv, const struct opt *table, int code,
		      struct err *err)
{
	char name[NEAR_SIZE];
	struct near near = { .word = name };
	const char *word = optind > 0 && optind <= argc ? argv[optind - 1] : "";

	if (code == ':')
		return opt_refuse_lack(table, err);
	if (optopt >= 256)
		return err_set(err, ERR_USAGE,
			       "option '--%s' takes no argument; see --help",
			       table[optopt - 256].name);
	if (optopt > 0)
		return err_set(err, ERR_USAGE,
			       "unknown option '-%c'; see --help", optopt);
	str_copy(name, sizeof(name), word + strspn(word, "-"));
	name[strcspn(name, "=")] = '\0';
	for (; table->name; table++)
		near_offer(&near, table->name);
	return err_set(err, ERR_USAGE,
		       "unknown or ambiguous option '%s'%s; see --help", word,
		       near_hint(&near));
}

/* Keeps the argument of an option that may be given several times. */
static int opt_append(const struct opt *option, const char *text,
		      struct err *err)
{
	size_t i;

	for (i = 0; i < OPT_REPEAT_MAX; i++)
		if (!option->value[i]) {
			option->value[i] = text;
			return 0;
		}
	return err_set(err, ERR_USAGE, "--%s: given more than %d times",
		       option->name, OPT_REPEAT_MAX);
}

static bool is_repeated(const struct opt *option)
{
	size_t len = option->arg ? strlen(option->arg) : 0;

	return len > 3 && !strcmp(option->arg + len - 3, "...");
}

int opt_parse(int argc, char **argv, const struct opt *table, int *first,
	      struct err *err)
{
	struct option longs[OPT_MAX + 1] = { { 0 } };
	char shorts[2 * OPT_MAX + 2] = ":";
	size_t n = table_size(table), i, s = 1;
	int code;

	for (i = 0; i < n; i++) {
		longs[i].name = table[i].name;
		longs[i].has_arg =
		    table[i].arg ? required_argument : no_argument;
		longs[i].val = 256 + (int)i;
		if (table[i].letter) {
			shorts[s++] = (char)table[i].letter;
			if (table[i].arg)
				shorts[s++] = ':';
		}
	}
	optind = 0; /* glibc and musl: start anew */
	opterr = 0;
	while ((code = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (code == '?' || code == ':')
			return opt_refuse(argc, argv, table, code, err);
		for (i = 0; i < n; i++)
			if (code == 256 + (int)i || code == table[i].letter)
				break;
		if (is_repeated(&table[i])) {
			if (opt_append(&table[i], optarg, err))
				return -1;
			continue;
		}
		*table[i].value = table[i].arg ? optarg : table[i].name;
	}
	*first = optind;
	return 0;
}

void opt_help(const struct opt *table)
{
	char left[64];

	for (; table->name; table++) {
		snprintf(left, sizeof(left), "%s%c%s--%s%s%s",
			 table->letter ? "-" : " ",
			 table->letter ? table->letter : ' ',
			 table->letter ? ", " : "  ", table->name,
			 table->arg ? " " : "", table->arg ? table->arg : "");
		printf("  %-26s %s\n", left, table->help);
	}
}

int opt_number(const char *name, const char *text, unsigned long min,
	       unsigned long max, unsigned long *value, struct err *err)
{
	uint64_t number;

	if (!units_parse_u64(text, &number) || number < min || number > max)
		return err_set(err, ERR_USAGE,
			       "--%s: '%s' is not a whole number from %lu to "
			       "%lu",
			       name, text, min, max);
	*value = (unsigned long)number;
	return 0;
}
