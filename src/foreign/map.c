/* What the columns of a foreign table mean. */
#include "foreign/map.h"

#include "base/date.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/str.h"
#include "base/units.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define KNOWN                                                    \
	"series=COLUMN[+COLUMN...] n=COLUMN time=COLUMN "        \
	"repeats=COLUMN[+COLUMN...] workers=COLUMN date=COLUMN " \
	"unit=s|ms|us|ns|COLUMN calls=COLUMN base=SERIES better=more|less"

static const struct {
	const char *key;
	enum role role;
} keys[] = {
	{ "series", ROLE_SERIES }, { "n", ROLE_N },
	{ "time", ROLE_TIME },     { "repeats", ROLE_TIME },
	{ "date", ROLE_DATE },     { "workers", ROLE_WORKERS },
	{ "calls", ROLE_CALLS },
};

/* ---- the words --------------------------------------------------------- */

static size_t column_number(const struct csv_row *names, const char *name)
{
	size_t i;

	for (i = 0; i < names->count; i++)
		if (!strcmp(names->fields[i].text, name))
			return i;
	return SIZE_MAX;
}

static int map_better(struct map *map, const char *value, struct err *err)
{
	map->more = !strcmp(value, "more");
	map->less = !strcmp(value, "less");
	if (map->more || map->less)
		return 0;
	return err_set(err, ERR_USAGE,
		       "--map: better=%s is not better=more (a rate) or "
		       "better=less (a time)",
		       value);
}

/* A unit, or the column that has the units. */
static int map_unit(struct map *map, const char *value,
		    const struct csv_row *names, struct err *err)
{
	*map->column[ROLE_UNIT] = '\0';
	map->unit_given = unit_parse(value, &map->unit);
	if (map->unit_given)
		return 0;
	if (column_number(names, value) == SIZE_MAX)
		return err_set(err, ERR_USAGE,
			       "--map: unit '%s' is not s, ms, us or ns, nor a "
			       "column of units",
			       value);
	str_copy(map->column[ROLE_UNIT], MAP_TEXT, value);
	return 0;
}

static int map_word(struct map *map, const char *word,
		    const struct csv_row *names, struct err *err)
{
	const char *value = strchr(word, '=');
	size_t i, len = value ? (size_t)(value - word) : 0;

	value = value ? value + 1 : "";
	if (!*value || strlen(value) >= MAP_TEXT)
		len = 0;
	if (len == 4 && !strncmp(word, "unit", len))
		return map_unit(map, value, names, err);
	if (len == 6 && !strncmp(word, "better", len))
		return map_better(map, value, err);
	if (len == 4 && !strncmp(word, "base", len)) {
		str_copy(map->base, MAP_TEXT, value);
		return 0;
	}
	for (i = 0; len && i < sizeof(keys) / sizeof(*keys); i++)
		if (len == strlen(keys[i].key) &&
		    !strncmp(word, keys[i].key, len)) {
			str_copy(map->column[keys[i].role], MAP_TEXT, value);
			return 0;
		}
	return err_set(err, ERR_USAGE, "--map: '%s' is not one of " KNOWN,
		       word);
}

/* Cuts the next word off *rest: up to a comma behind which another word begins, since
 * names of columns may have commas. */
static char *next_word(char **rest)
{
	char *word = *rest, *comma = strchr(word, ','), *next;

	while (comma) {
		next = strchr(comma + 1, ',');
		if (memchr(comma, '=',
			   next ? (size_t)(next - comma) : strlen(comma)))
			break;
		comma = next;
	}
	*rest = comma ? comma + 1 : NULL;
	if (comma)
		*comma = '\0';
	return word;
}

int map_read(struct map *map, const char *words, const struct csv_row *names,
	     struct err *err)
{
	char *copy = mem_text(words, err), *rest = copy;
	int rc = copy ? 0 : -1;

	while (rest && *rest && !rc)
		rc = map_word(map, str_trimmed(next_word(&rest), " \t"), names,
			      err);
	free(copy);
	return rc;
}

/* ---- columns ----------------------------------------------------------- */

static int no_column(const struct csv_row *names, const char *file,
		     const char *name, struct err *err)
{
	struct near near = { .word = name };
	size_t i;

	for (i = 0; i < names->count; i++)
		near_offer(&near, names->fields[i].text);
	return err_set(err, ERR_USAGE,
		       "%s:%zu:1: no column '%s'%s; name the columns with "
		       "--map, such as series=NAME,n=N,time=SECONDS,unit=s",
		       file, names->line, name, near_hint(&near));
}

static int add_column(const struct csv_row *names, const char *file,
		      const char *name, size_t columns[CSV_FIELDS_MAX],
		      size_t *count, struct err *err)
{
	size_t column = column_number(names, name), i;

	if (column == SIZE_MAX)
		return no_column(names, file, name, err);
	for (i = column + 1; i < names->count; i++)
		if (!strcmp(names->fields[i].text, name))
			return err_set(err, ERR_USAGE,
				       "%s:%zu:%zu: column '%s' comes twice",
				       file, names->line,
				       names->fields[i].column, name);
	for (i = 0; i < *count; i++)
		if (columns[i] == column)
			return err_set(err, ERR_USAGE,
				       "--map names column '%s' twice", name);
	columns[(*count)++] = column;
	return 0;
}

int map_columns(const struct map *map, enum role role,
		const struct csv_row *names, const char *name,
		size_t columns[CSV_FIELDS_MAX], size_t *count, struct err *err)
{
	char copy[MAP_TEXT], *rest = copy, *part;
	const char *text = map->column[role];

	*count = 0;
	if (!*text)
		return 0;
	/* a name may have a + of its own */
	if (column_number(names, text) != SIZE_MAX ||
	    (role != ROLE_SERIES && role != ROLE_TIME))
		return add_column(names, name, text, columns, count, err);
	strcpy(copy, text);
	while ((part = strsep(&rest, "+")))
		if (add_column(names, name, str_trimmed(part, " \t"), columns,
			       count, err))
			return -1;
	return 0;
}

bool map_number(bool comma, const char *text, double *value)
{
	char copy[80], *to = copy;

	if (!comma || !strchr(text, ',') || strlen(text) >= sizeof(copy))
		return units_parse_double(text, value);
	for (; *text; text++)
		if (*text != '.')
			*to++ = *text == ',' ? '.' : *text;
	*to = '\0';
	return units_parse_double(copy, value);
}

bool map_time(bool comma, const char *text, struct unit *unit, double *value)
{
	size_t len = strspn(text, "0123456789.,");
	char number[80];
	struct unit told;

	if (map_number(comma, text, value))
		return true;
	if (!len || len >= sizeof(number) ||
	    !unit_parse(text + len + strspn(text + len, " "), &told) ||
	    told.rate || unit->rate)
		return false;
	snprintf(number, sizeof(number), "%.*s", (int)len, text);
	if (!map_number(comma, number, value))
		return false;
	*unit = told;
	return true;
}

/* ---- guessing ---------------------------------------------------------- */

/* Whether one of the words that a name consists of is in a list, in which each is
 * followed by a blank. */
static bool has_word(const char *name, const char *list)
{
	char word[MAP_TEXT];
	size_t len = 0;
	const char *at;

	for (;; name++) {
		if (isalnum((unsigned char)*name) && len < sizeof(word) - 2) {
			word[len++] = (char)tolower((unsigned char)*name);
			continue;
		}
		word[len] = ' ';
		word[len + 1] = '\0';
		at = len ? strstr(list, word) : NULL;
		if (at && (at == list || at[-1] == ' '))
			return true;
		if (!*name)
			return false;
		len = 0;
	}
}

/* Of names such as mb_s and throughput_s, whose s means per second. */
static const char rates[] =
    "rate throughput bandwidth bw speed ops kops mops qps rps tps iops fps "
    "bytes kb mb gb kib mib gib reqs requests queries rows records items "
    "events packets messages tokens frames ";

bool map_is_no_time(const char *name)
{
	struct unit unit;

	if (unit_of_name(name, &unit))
		return unit.rate || (unit.ns == 1e9 && !strpbrk(name, "([") &&
				     has_word(name, rates));
	return has_word(name, rates) ||
	       has_word(name, "per hz khz mhz ghz mflops gflops mbps gbps "
			      "score percent count allocs iterations ");
}

/* What a column seems to hold. */
enum guess {
	GUESS_SERIES,
	GUESS_N,
	GUESS_TIME,
	GUESS_DATE,
	GUESS_WORKERS,
	GUESS_NOTE,   /* such as a commit: no part of the series */
	GUESS_NUMBER, /* not known; it may be a time */
	GUESS_NO_TIME
};

static enum guess guess_column(const char *name, const char *value, bool comma)
{
	bool number = map_number(comma, value, &(double){ 0 });
	struct unit unit = { .ns = 0 };
	struct date date;

	/* a date that cannot be read is a mistake, and no name of a series */
	if (!number && *value && has_word(name, "date datetime timestamp "))
		return GUESS_DATE;
	if (has_word(name, "date datetime timestamp when day night started "
			   "started_at time ") &&
	    date_parse(value, &date) && (!number || date.unix_s > 100000000))
		return GUESS_DATE;
	if (has_word(name, "commit sha rev revision hash version branch host "
			   "hostname machine author message "))
		return GUESS_NOTE;
	if (unit_of_name(name, &unit) && !map_is_no_time(name))
		return GUESS_TIME;
	if (!number && map_time(comma, value, &unit, &(double){ 0 }))
		return GUESS_TIME;
	if (!number && *value)
		return date_parse(value, &date) ? GUESS_DATE : GUESS_SERIES;
	if (!strcasecmp(name, "n") ||
	    has_word(name, "size length len elements "))
		return GUESS_N;
	if (has_word(name, "threads workers procs processes cores nproc "))
		return GUESS_WORKERS;
	if (map_is_no_time(name))
		return GUESS_NO_TIME;
	return GUESS_NUMBER;
}

static void add_word(char words[MAP_TEXT], const char *key, const char *name)
{
	size_t len = strlen(words);

	snprintf(words + len, MAP_TEXT - len, "%s%s=%s", len ? "," : "", key,
		 name);
}

bool map_guess(const struct csv_row *names, const struct csv_row *first,
	       bool comma, char words[MAP_TEXT])
{
	static const char *const key[] = { "series", "n", "time", "date",
					   "workers" };
	size_t count[GUESS_NO_TIME + 1] = { 0 }, i;
	const char *of[GUESS_NO_TIME + 1] = { NULL };
	char series[MAP_TEXT] = "";
	enum guess guess;

	for (i = 0; i < names->count && i < first->count; i++) {
		const char *name = names->fields[i].text;

		if (!*name) /* the index of a data frame */
			continue;
		guess = guess_column(name, first->fields[i].text, comma);
		of[guess] = of[guess] ? of[guess] : name;
		count[guess]++;
		if (guess == GUESS_SERIES)
			snprintf(series + strlen(series),
				 MAP_TEXT - strlen(series), "%s%s",
				 *series ? "+" : "", name);
	}
	*words = '\0';
	of[GUESS_SERIES] = *series ? series : NULL;
	for (i = 0; i <= GUESS_WORKERS; i++)
		if (of[i])
			add_word(words, key[i], of[i]);
	if (!of[GUESS_TIME] && of[GUESS_NO_TIME])
		add_word(words, "better=more,time", of[GUESS_NO_TIME]);
	else if (!of[GUESS_TIME])
		add_word(words, "unit=s,time",
			 of[GUESS_NUMBER] ? of[GUESS_NUMBER] : "COLUMN");
	return count[GUESS_TIME] == 1 && !count[GUESS_NUMBER] &&
	       !count[GUESS_NO_TIME] && count[GUESS_DATE] <= 1 &&
	       count[GUESS_N] <= 1 && count[GUESS_WORKERS] <= 1 &&
	       (!count[GUESS_NOTE] || count[GUESS_DATE]) &&
	       !strchr(words, '"') && strlen(words) < MAP_TEXT - 1;
}
