/* The units of times and rates in files of other programs. */
#include "foreign/unit.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#define WORD_SIZE 32

static const struct {
	const char *words; /* each followed by a blank */
	double ns;
} times[] = {
	{ "ps psec picosecond picoseconds ", 1e-3 },
	{ "ns nsec nsecs nanosecond nanoseconds nanos ", 1 },
	{ "us usec usecs microsecond microseconds micros "
	  "\xc2\xb5s \xce\xbcs ",
	  1e3 },
	{ "ms msec msecs millisecond milliseconds millis ", 1e6 },
	{ "s sec secs second seconds ", 1e9 },
	{ "min minute minutes ", 60e9 },
	{ "hour hours ", 3600e9 },
};

/* What a rate counts, each followed by a blank. */
static const char counted[] =
    "op ops operation operations iter iters iteration iterations call calls "
    "run runs req reqs request requests query queries test tests 1 ";

static bool is_in(const char *words, const char *word)
{
	size_t len = strlen(word);
	const char *at = words;

	while (len && (at = strstr(at, word))) {
		if ((at == words || at[-1] == ' ') && at[len] == ' ')
			return true;
		at++;
	}
	return false;
}

/* The ns of a unit of time, or 0. MS, Ms and the like are no milliseconds. */
static double time_ns(const char *word)
{
	char lower[WORD_SIZE];
	size_t i, k, len = strlen(word);

	for (i = 0; i <= len && i < WORD_SIZE; i++)
		lower[i] = (char)tolower((unsigned char)word[i]);
	for (k = 0; len < WORD_SIZE && k < sizeof(times) / sizeof(*times); k++)
		if (is_in(times[k].words, len > 3 ? lower : word))
			return times[k].ns;
	return 0;
}

bool unit_parse(const char *text, struct unit *unit)
{
	char word[2][WORD_SIZE] = { "", "" };
	const char *slash = strchr(text, '/');
	size_t len = slash ? (size_t)(slash - text) : strlen(text);

	*unit = (struct unit){ .ns = 0 };
	if (!len || len >= WORD_SIZE ||
	    (slash && strlen(slash + 1) >= WORD_SIZE))
		return false;
	memcpy(word[0], text, len);
	if (slash)
		strcpy(word[1], slash + 1);
	unit->ns = time_ns(word[0]);
	if (unit->ns > 0)
		return !slash || (*word[1] && time_ns(word[1]) == 0);
	if (!slash && (!strcasecmp(text, "hz"))) {
		*unit = (struct unit){ 1e9, true };
		return true;
	}
	unit->ns = time_ns(word[1]);
	unit->rate = true;
	return unit->ns > 0 && is_in(counted, word[0]);
}

static bool is_word_byte(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

bool unit_of_name(const char *name, struct unit *unit)
{
	size_t end = strlen(name), start, before;
	char word[WORD_SIZE];

	*unit = (struct unit){ .ns = 0 };
	while (end && !is_word_byte(name[end - 1]))
		end--;
	for (start = end; start && is_word_byte(name[start - 1]);)
		start--;
	if (end == start || end - start >= WORD_SIZE)
		return false;
	memcpy(word, name + start, end - start);
	word[end - start] = '\0';
	unit->ns = time_ns(word);
	/* requests_per_s, "requests / s" */
	for (before = start; before && strchr("_ -", name[before - 1]);)
		before--;
	unit->rate = (before && name[before - 1] == '/') ||
		     (before >= 3 && start > before &&
		      !strncasecmp(name + before - 3, "per", 3));
	if (!unit->rate && !strcasecmp(word, "min"))
		unit->ns = 0; /* the least, not minutes */
	/* ns/op, "ms per call" */
	if (!(unit->ns > 0) && unit->rate && before) {
		char rest[WORD_SIZE];
		size_t len = name[before - 1] == '/' ? before - 1 : before - 3;

		if (len >= WORD_SIZE)
			return false;
		memcpy(rest, name, len);
		rest[len] = '\0';
		return unit_of_name(rest, unit) && !unit->rate;
	}
	return unit->ns > 0;
}

double unit_convert(const struct unit *unit, double value)
{
	return unit->rate ? unit->ns / value : unit->ns * value;
}
