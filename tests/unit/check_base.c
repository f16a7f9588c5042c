/* Tests of src/base: errors, exit codes, text, numbers, options, CSV. */
#include "base/clock.h"
#include "base/csv.h"
#include "base/date.h"
#include "base/err.h"
#include "base/exitcode.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/sha256.h"
#include "base/str.h"
#include "base/units.h"

#include "place.h"
#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <float.h>
#include <inttypes.h>
#include <math.h>

/* ---- err, exitcode ----------------------------------------------------- */

START_TEST(err_tells_whose_fault_a_file_is)
{
	static const struct {
		int code;
		enum err_kind kind;
	} cases[] = {
		{ ENOENT, ERR_USAGE },       { EACCES, ERR_USAGE },
		{ EISDIR, ERR_USAGE },       { ENOTDIR, ERR_USAGE },
		{ ELOOP, ERR_USAGE },        { ENAMETOOLONG, ERR_USAGE },
		{ EIO, ERR_STORAGE },        { ENOSPC, ERR_STORAGE },
		{ EDQUOT, ERR_STORAGE },     { ESTALE, ERR_STORAGE },
		{ EOVERFLOW, ERR_STORAGE },  { ENOMEM, ERR_ENVIRONMENT },
		{ EMFILE, ERR_ENVIRONMENT }, { ENFILE, ERR_ENVIRONMENT },
	};
	struct str text = { 0 };
	struct err err = { 0 };
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_int_eq(err_kind_of_file(cases[i].code),
				 cases[i].kind);
	ck_assert_int_eq(file_read(&text, "the plan", "/nosuch", 1, &err), -1);
	ck_assert_int_eq(err.kind, ERR_USAGE);
	err_clear(&err);
	/* reading the memory of a process at 0 is an I/O error */
	ck_assert_int_eq(
	    file_read(&text, "the plan", "/proc/self/mem", 1, &err), -1);
	ck_assert_int_eq(err.kind, ERR_STORAGE);
	str_free(&text);
}
END_TEST

START_TEST(err_first_wins)
{
	struct err err = { 0 };

	ck_assert_int_eq(err_set(&err, ERR_STORAGE, "disk %d", 1), -1);
	ck_assert_int_eq(err_set(&err, ERR_USAGE, "second"), -1);
	errno = ENOENT;
	ck_assert_int_eq(err_errno(&err, ERR_BUSY, "third"), -1);
	ck_assert_int_eq(err.kind, ERR_STORAGE);
	ck_assert_str_eq(err.text, "disk 1");

	err_clear(&err);
	ck_assert_int_eq(err.kind, ERR_NONE);
	ck_assert_str_eq(err.text, "");
	errno = ENOENT;
	err_errno(&err, ERR_BUSY, "cannot open '%s'", "x");
	ck_assert_int_eq(err.kind, ERR_BUSY);
	ck_assert_str_eq(err.text,
			 "cannot open 'x': No such file or directory");
}
END_TEST

START_TEST(err_takes_null_and_long_words)
{
	static char word[2000];
	struct err err = { 0 };

	ck_assert_int_eq(err_set(NULL, ERR_USAGE, "nobody listens"), -1);
	ck_assert_int_eq(err_errno(NULL, ERR_USAGE, "nobody listens"), -1);

	memset(word, 'w', sizeof(word) - 1);
	err_set(&err, ERR_USAGE, "%s", word);
	ck_assert_uint_eq(strlen(err.text), sizeof(err.text) - 1);
	err_clear(&err);
	err_errno(&err, ERR_USAGE, "%s", word);
	ck_assert_uint_eq(strlen(err.text), sizeof(err.text) - 1);
}
END_TEST

START_TEST(exitcode_worst_by_weight)
{
	/* the order of the manual, the worst first */
	static const int order[] = { 130, 7, 6, 5, 4, 8, 1, 9, 3, 0 };
	static const int signals[] = { 129, 130, 143 };
	size_t i, j, s;

	for (i = 0; i < UNIT_COUNT(order); i++)
		for (j = i; j < UNIT_COUNT(order); j++) {
			ck_assert_int_eq(exitcode_worst(order[i], order[j]),
					 order[i]);
			ck_assert_int_eq(exitcode_worst(order[j], order[i]),
					 order[i]);
		}
	for (s = 0; s < UNIT_COUNT(signals); s++)
		for (j = 1; j < UNIT_COUNT(order); j++) {
			ck_assert_int_eq(exitcode_worst(signals[s], order[j]),
					 signals[s]);
			ck_assert_int_eq(exitcode_worst(order[j], signals[s]),
					 signals[s]);
		}
	ck_assert_int_ge(exitcode_worst(130, 143), 130);
	/* a usage error comes first: nothing has run that could fail */
	ck_assert_int_eq(exitcode_worst(2, 0), 2);
	ck_assert_int_eq(exitcode_worst(0, 2), 2);
}
END_TEST

START_TEST(exitcode_of_each_kind)
{
	static const struct {
		enum err_kind kind;
		int code;
	} cases[] = {
		{ ERR_NONE, 0 },          { ERR_USAGE, 2 },
		{ ERR_STORAGE, 7 },       { ERR_ENVIRONMENT, 8 },
		{ ERR_BUSY, 6 },          { ERR_VERIFY, 5 },
		{ ERR_FAILED, 3 },        { ERR_TIMEOUT, 3 },
		{ ERR_INTERRUPTED, 130 },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct err err = { .kind = cases[i].kind };

		ck_assert_int_eq(exitcode_of(&err), cases[i].code);
	}
}
END_TEST

#if UNIT_ASAN
/* AddressSanitizer, too, returns NULL for too much memory and does not
 * abort. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}
#endif

/* ---- mem, str ---------------------------------------------------------- */

START_TEST(mem_grows_and_refuses)
{
	struct err err = { 0 };
	uint32_t *array = NULL;
	size_t cap = 0, i;

	for (i = 0; i < 100000; i++) {
		unit_must(!mem_grow(&array, &cap, i + 1, sizeof(*array), &err),
			  "item %zu", i);
		unit_must(cap > i, "capacity %zu of item %zu", cap, i);
		array[i] = (uint32_t)i;
	}
	for (i = 0; i < 100000; i++)
		unit_must(array[i] == i, "item %zu is lost", i);

	/* too large: an error without a change and without an overflow */
	i = cap;
	ck_assert_int_eq(mem_grow(&array, &cap, SIZE_MAX / 2, 4, &err), -1);
	ck_assert_int_eq(err.kind, ERR_ENVIRONMENT);
	ck_assert_uint_eq(cap, i);
	ck_assert_uint_eq(array[99999], 99999);
	ck_assert_int_eq(mem_grow(&array, &cap, SIZE_MAX, 1, NULL), -1);
	free(array);

	err_clear(&err);
	ck_assert_ptr_null(mem_array(SIZE_MAX / 2, 4, &err));
	ck_assert_int_eq(err.kind, ERR_ENVIRONMENT);
	array = mem_array(0, sizeof(*array), &err);
	ck_assert_ptr_nonnull(array);
	free(array);
	array = mem_array(1000, sizeof(*array), &err);
	for (i = 0; i < 1000; i++)
		unit_must(array[i] == 0, "item %zu is not zero", i);
	free(array);
}
END_TEST

START_TEST(mem_is_aligned)
{
	static const struct {
		size_t count, size;
		bool ok;
	} cases[] = {
		{ 0, 8, true },
		{ 1, 1, true },
		{ 1, 127, true },
		{ 3, 128, true },
		{ 129, 1, true },
		{ 1000, 24, true },
		{ SIZE_MAX, 2, false },
		{ SIZE_MAX / 2, 4, false },
		{ SIZE_MAX - 10, 1, false },
	};
	size_t i, k;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct err err = { 0 };
		unsigned char *p =
		    mem_aligned(cases[i].count, cases[i].size, &err);

		ck_assert_int_eq(p != NULL, cases[i].ok);
		ck_assert_int_eq(err.kind,
				 cases[i].ok ? ERR_NONE : ERR_ENVIRONMENT);
		if (!p)
			continue;
		ck_assert_uint_eq((uintptr_t)p % 128, 0);
		for (k = 0; k < cases[i].count * cases[i].size; k++)
			unit_must(!p[k], "byte %zu is not zero", k);
		free(p);
	}
}
END_TEST

START_TEST(str_grows)
{
	char *expected = malloc(1000000), *text;
	struct err none = { 0 };
	uint64_t seed = 1;
	struct str s = { 0 };
	char piece[300];
	size_t len, at = 0, i;

	ck_assert_ptr_nonnull(expected);
	for (i = 0; i < 3000; i++) {
		len = unit_random(&seed, sizeof(piece));
		memset(piece, (int)('a' + i % 26), len);
		piece[len < sizeof(piece) ? len : 0] = '\0';
		memcpy(expected + at, piece, len);
		at += len;
		if (i % 3 == 0)
			str_add(&s, piece);
		else if (i % 3 == 1)
			str_add_bytes(&s, piece, len);
		else
			str_addf(&s, "%s", piece);
	}
	ck_assert_int_eq(str_check(&s, NULL), 0);
	ck_assert_uint_eq(s.len, at);
	ck_assert_int_eq(memcmp(s.text, expected, at), 0);
	ck_assert_int_eq(s.text[s.len], '\0');
	free(expected);

	text = mem_text("a copy", NULL);
	ck_assert_str_eq(text, "a copy");
	free(text);
	/* SQLite returns NULL when memory runs out */
	ck_assert_ptr_null(mem_text(NULL, &none));
	ck_assert_int_eq(none.kind, ERR_ENVIRONMENT);
	str_free(&s);
	ck_assert_ptr_null(s.text);
	ck_assert_uint_eq(s.len, 0);
}
END_TEST

START_TEST(str_failure_is_sticky)
{
	struct err err = { 0 };
	struct str s = { 0 };

	str_add_bytes(&s, "a\0b", 3);
	ck_assert_uint_eq(s.len, 3);
	ck_assert_int_eq(memcmp(s.text, "a\0b", 4), 0);
	s.failed = true;
	str_add(&s, "dropped");
	str_addf(&s, "%d", 1);
	ck_assert_uint_eq(s.len, 3);
	ck_assert_int_eq(str_check(&s, &err), -1);
	ck_assert_int_eq(err.kind, ERR_ENVIRONMENT);
	str_free(&s);
}
END_TEST

START_TEST(utf8_table)
{
	static const struct {
		const char *bytes;
		size_t len, bad; /* bad: len if all is valid */
	} cases[] = {
		{ "", 0, 0 },
		{ "plain", 5, 5 },
		{ "a\0b", 3, 3 }, /* a NUL is valid UTF-8 */
		{ "\xc2\x80", 2, 2 },
		{ "\xdf\xbf", 2, 2 },
		{ "\xe0\xa0\x80", 3, 3 },
		{ "\xe2\x82\xac", 3, 3 },
		{ "\xed\x9f\xbf", 3, 3 }, /* the last before surrogates */
		{ "\xee\x80\x80", 3, 3 }, /* the first after surrogates */
		{ "\xef\xbf\xbf", 3, 3 },
		{ "\xf0\x90\x80\x80", 4, 4 },
		{ "\xf4\x8f\xbf\xbf", 4, 4 }, /* U+10FFFF */
		/* overlong forms */
		{ "\xc0\x80", 2, 0 },
		{ "a\xc1\xbf", 3, 1 },
		{ "ab\xe0\x80\x80", 5, 2 },
		{ "\xe0\x9f\xbf", 3, 0 },
		{ "\xf0\x80\x80\x80", 4, 0 },
		{ "\xf0\x8f\xbf\xbf", 4, 0 },
		/* surrogates, beyond U+10FFFF, never used */
		{ "\xed\xa0\x80", 3, 0 },
		{ "x\xed\xbf\xbf", 4, 1 },
		{ "\xf4\x90\x80\x80", 4, 0 },
		{ "\xf5\x80\x80\x80", 4, 0 },
		{ "\xfe", 1, 0 },
		{ "\xff", 1, 0 },
		/* truncated, or continued wrongly */
		{ "\x80", 1, 0 },
		{ "abc\xbf", 4, 3 },
		{ "ab\xc3", 3, 2 },
		{ "\xe2\x82", 2, 0 },
		{ "\xf0\x9f\x98", 3, 0 },
		{ "\xc3(", 2, 0 },
		{ "\xe2(\xa1", 3, 0 },
		{ "\xe2\x82(", 3, 0 },
		{ "\xf0(\x8c\xbc", 4, 0 },
		{ "\xf0\x90(\xbc", 4, 0 },
		{ "\xf0\x90\x8c(", 4, 0 },
		{ "\xe2\x82\xac\xe2\x82\xac\x80", 7, 6 },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_msg(str_utf8_bad(cases[i].bytes, cases[i].len) ==
				  cases[i].bad,
			      "case %zu: %zu", i,
			      str_utf8_bad(cases[i].bytes, cases[i].len));
}
END_TEST

/* Writes code point c as UTF-8, as in RFC 3629; returns its length. */
static size_t encode(uint32_t c, unsigned char *to)
{
	if (c < 0x80) {
		to[0] = (unsigned char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (unsigned char)(0xc0 | c >> 6);
		to[1] = (unsigned char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (unsigned char)(0xe0 | c >> 12);
		to[1] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
		to[2] = (unsigned char)(0x80 | (c & 0x3f));
		return 3;
	}
	to[0] = (unsigned char)(0xf0 | c >> 18);
	to[1] = (unsigned char)(0x80 | (c >> 12 & 0x3f));
	to[2] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
	to[3] = (unsigned char)(0x80 | (c & 0x3f));
	return 4;
}

START_TEST(utf8_every_code_point)
{
	unsigned char bytes[8];
	size_t len, bad;
	uint32_t c;

	for (c = 0; c < 0x120000; c++) {
		bool valid = c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);

		len = encode(c, bytes);
		bad = str_utf8_bad((const char *)bytes, len);
		unit_must(bad == (valid ? len : 0), "U+%04" PRIX32, c);
		if (len == 1)
			continue;
		/* a sequence without its last byte is not valid */
		bad = str_utf8_bad((const char *)bytes, len - 1);
		unit_must(bad == 0, "U+%04" PRIX32 " cut short", c);
	}
}
END_TEST

START_TEST(str_width_and_copy)
{
	static const struct {
		const char *from;
		size_t size;
		const char *to;
	} cases[] = {
		{ "abc", 8, "abc" },
		{ "abc", 4, "abc" },
		{ "abc", 3, "ab" },
		{ "abc", 1, "" },
		{ "a\xc3\xa9z", 5, "a\xc3\xa9z" },
		{ "a\xc3\xa9z", 4, "a\xc3\xa9" },
		{ "a\xc3\xa9z", 3, "a" },
		{ "\xf0\x9f\x98\x8e", 4, "" },
		{ "\xf0\x9f\x98\x8e", 5, "\xf0\x9f\x98\x8e" },
	};
	char to[16];
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		memset(to, 'x', sizeof(to));
		str_copy(to, cases[i].size, cases[i].from);
		ck_assert_str_eq(to, cases[i].to);
		ck_assert_int_eq(to[cases[i].size], 'x');
	}
	ck_assert_uint_eq(str_width(""), 0);
	ck_assert_uint_eq(str_width("abc"), 3);
	ck_assert_uint_eq(str_width("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x8e"),
			  4);
}
END_TEST

START_TEST(str_without_mark_and_blanks)
{
	static const struct {
		const char *from, *to;
	} cases[] = {
		{ "", "" },        { " ", "" },          { "\t \t", "" },
		{ "a b", "a b" },  { "\t a b ", "a b" }, { "a\n", "a\n" },
		{ "\na ", "\na" },
	};
	char text[16];
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		strcpy(text, cases[i].from);
		ck_assert_str_eq(str_trimmed(text, " \t"), cases[i].to);
	}
	ck_assert_uint_eq(str_mark("\xef\xbb\xbfz", 4), 3);
	ck_assert_uint_eq(str_mark("\xef\xbb\xbf", 3), 3);
	ck_assert_uint_eq(str_mark("\xef\xbb", 2), 0);
	ck_assert_uint_eq(str_mark("\xef\xbb\xbez", 4), 0);
	ck_assert_uint_eq(str_mark("", 0), 0);
}
END_TEST

START_TEST(str_hash_and_find)
{
	/* from the test vectors of FNV's authors */
	static const struct {
		const char *text;
		uint64_t hash;
	} cases[] = {
		{ "", UINT64_C(0xcbf29ce484222325) },
		{ "a", UINT64_C(0xaf63dc4c8601ec8c) },
		{ "foobar", UINT64_C(0x85944171f73967e8) },
	};
	static const struct str_file table[] = { { "one", "1" },
						 { "two", "2" },
						 { NULL, NULL } };
	unsigned char bytes[8];
	uint64_t hash;
	size_t i, b;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		hash = str_hash(STR_HASH_START, cases[i].text,
				strlen(cases[i].text));
		ck_assert_uint_eq(hash, cases[i].hash);
	}
	/* hashing in pieces gives the same hash */
	hash = str_hash(STR_HASH_START, "foo", 3);
	ck_assert_uint_eq(str_hash(hash, "bar", 3), cases[2].hash);
	/* a number is hashed as its eight bytes */
	for (i = 0; i <= 64; i++) {
		uint64_t number =
		    i < 64 ? UINT64_C(0xf10f00d0000000e1) >> i : 0;

		for (b = 0; b < sizeof(bytes); b++)
			bytes[b] = (unsigned char)(number >> 8 * b);
		ck_assert_uint_eq(str_hash_number(hash, number),
				  str_hash(hash, bytes, sizeof(bytes)));
	}
	ck_assert_str_eq(str_file_find(table, "two"), "2");
	ck_assert_ptr_null(str_file_find(table, "three"));
}
END_TEST

/* ---- units, clock ------------------------------------------------------ */

START_TEST(units_for_people)
{
	static const struct {
		double ns;
		const char *text;
	} times[] = {
		{ 0, "0 ns" },
		{ 812, "812 ns" },
		{ 999.4, "999 ns" },
		{ 999.5, "1.00 us" },
		{ 1240, "1.24 us" },
		{ 9994, "9.99 us" },
		{ 9996, "10.0 us" },
		{ 99940, "99.9 us" },
		{ 99960, "100 us" },
		{ 999.4e3, "999 us" },
		{ 999.6e3, "1.00 ms" },
		{ 3.5e6, "3.50 ms" },
		{ 12.1e9, "12.1 s" },
		{ 119.4e9, "119 s" },
		{ 119.6e9, "2 min 0 s" },
		{ 250e9, "4 min 10 s" },
		{ 3599.7e9, "60 min 0 s" },
		{ (double)NAN, "-" },
		{ (double)INFINITY, "-" },
	};
	static const struct {
		double bytes;
		const char *text;
	} sizes[] = {
		{ 0, "0 B" },
		{ 512, "512 B" },
		{ 1023, "1023 B" },
		{ 1024, "1.00 KiB" },
		{ 1536, "1.50 KiB" },
		{ 153.0 * 1048576, "153 MiB" },
		{ 1023.4 * 1024, "1023 KiB" },
		{ 1023.6 * 1024, "1.00 MiB" },
		{ 0x1p30, "1.00 GiB" },
		{ 0x1p40, "1.00 TiB" },
		{ 0x1p63, "8192 PiB" },
	};
	char text[UNITS_SIZE];
	size_t i;

	for (i = 0; i < UNIT_COUNT(times); i++)
		ck_assert_str_eq(units_time(text, times[i].ns), times[i].text);
	for (i = 0; i < UNIT_COUNT(sizes); i++)
		ck_assert_str_eq(units_bytes(text, sizes[i].bytes),
				 sizes[i].text);
}
END_TEST

static uint64_t bits_of(double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return bits;
}

START_TEST(units_double_table)
{
	static const struct {
		double value;
		const char *text;
	} cases[] = {
		{ 0, "0" },
		{ -0.0, "-0" },
		{ 0.1, "0.1" },
		{ 1e22, "1e+22" },
		{ 1.0 / 3, "0.3333333333333333" },
		{ 100000, "100000" },
		{ 0x1p53, "9007199254740992" },
		{ DBL_MAX, "1.7976931348623157e+308" },
		{ DBL_MIN, "2.2250738585072014e-308" },
		{ (double)INFINITY, "Inf" },
		{ -(double)INFINITY, "-Inf" },
		{ (double)NAN, "NaN" },
	};
	char text[UNITS_SIZE];
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_str_eq(units_double(text, cases[i].value),
				 cases[i].text);
}
END_TEST

/* How many significant digits the text of a number has. */
static int significant(const char *text)
{
	int digits = 0;

	for (text += strspn(text, "-0."); *text && *text != 'e'; text++)
		digits += *text != '.';
	return digits;
}

START_TEST(units_double_round_trip)
{
	uint64_t seed = 2, bits;
	char text[UNITS_SIZE], shorter[400];
	double value;
	int i, digits;

	for (i = 0; i < 200000; i++) {
		bits = unit_random(&seed, UINT64_C(1) << 48) << 16 ^
		       unit_random(&seed, UINT64_C(1) << 48);
		memcpy(&value, &bits, sizeof(value));
		if (!isfinite(value))
			continue;
		units_double(text, value);
		unit_must(bits_of(strtod(text, NULL)) == bits,
			  "%a as '%s' reads back as another", value, text);
		if (fabs(value) < DBL_MIN)
			continue;
		/* the shortest text: one digit less is another number */
		digits = significant(text);
		if (digits < 16)
			continue;
		snprintf(shorter, sizeof(shorter), "%.*g", digits - 1, value);
		unit_must(strtod(shorter, NULL) != value, "%a as '%s'", value,
			  text);
	}
}
END_TEST

START_TEST(units_parse)
{
	static const struct {
		const char *text;
		bool ok;
		uint64_t value;
	} wholes[] = {
		{ "0", true, 0 },
		{ "007", true, 7 },
		{ "18446744073709551615", true, UINT64_MAX },
		{ "18446744073709551616", false, 0 },
		{ "", false, 0 },
		{ "-1", false, 0 },
		{ "+1", false, 0 },
		{ " 1", false, 0 },
		{ "1 ", false, 0 },
		{ "1.0", false, 0 },
		{ "1e3", false, 0 },
		{ "0x10", false, 0 },
		{ "ten", false, 0 },
	};
	static const struct {
		const char *text;
		bool ok;
		double value;
	} reals[] = {
		{ "1", true, 1 },      { "-1.5e3", true, -1500 },
		{ "+2", true, 2 },     { ".5", true, 0.5 },
		{ "1.", true, 1 },     { "0.1", true, 0.1 },
		{ "", false, 0 },      { "1e", false, 0 },
		{ "--1", false, 0 },   { "1,5", false, 0 },
		{ "inf", false, 0 },   { "nan", false, 0 },
		{ "0x1p3", false, 0 }, { "1e999", false, 0 },
		{ " 1", false, 0 },    { "1 ", false, 0 },
		{ "e", false, 0 },     { "1.2.3", false, 0 },
	};
	uint64_t whole;
	double real;
	size_t i;

	for (i = 0; i < UNIT_COUNT(wholes); i++) {
		ck_assert_msg(units_parse_u64(wholes[i].text, &whole) ==
				  wholes[i].ok,
			      "'%s'", wholes[i].text);
		if (wholes[i].ok)
			ck_assert_uint_eq(whole, wholes[i].value);
	}
	for (i = 0; i < UNIT_COUNT(reals); i++) {
		ck_assert_msg(units_parse_double(reals[i].text, &real) ==
				  reals[i].ok,
			      "'%s'", reals[i].text);
		if (reals[i].ok)
			ck_assert_double_eq(real, reals[i].value);
	}
}
END_TEST

START_TEST(clock_goes_forward)
{
	char text[CLOCK_UTC_SIZE];
	int64_t last = clock_ns(), now;
	int year, month, day, hour, minute, second, i;

	for (i = 0; i < 100000; i++, last = now) {
		now = clock_ns();
		unit_must(now >= last, "the clock went back");
	}
	clock_utc(text);
	ck_assert_uint_eq(strlen(text), 20);
	ck_assert_int_eq(sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2dZ", &year, &month,
				&day, &hour, &minute, &second),
			 6);
	ck_assert_int_ge(year, 2024);
	ck_assert(clock_is_utc(text));
}
END_TEST

START_TEST(clock_knows_utc)
{
	static const char *const bad[] = {
		"",
		"2026-11-22",
		"2026-11-22T07:15:08",
		"2026-11-22 07:15:08Z",
		"2026-02-30T07:15:08Z",
		"2026-13-01T07:15:08Z",
		"2026-11-22T24:15:08Z",
		"2026-11-22T07:15:08Zx",
		" 2026-11-22T07:15:08Z",
		"2026-1-2T07:15:08Z",
	};
	size_t i;

	ck_assert(clock_is_utc("2024-02-29T23:59:59Z"));
	ck_assert(clock_is_utc("1969-12-31T00:00:00Z"));
	for (i = 0; i < UNIT_COUNT(bad); i++)
		ck_assert_msg(!clock_is_utc(bad[i]), "'%s'", bad[i]);
}
END_TEST

START_TEST(dates_of_others)
{
	static const struct {
		const char *text, *utc;
		int32_t offset_s;
	} cases[] = {
		{ "2026-11-22", "2026-11-22T00:00:00Z", 0 },
		{ " 2026/1/2 ", "2026-01-02T00:00:00Z", 0 },
		{ "20240229", "2024-02-29T00:00:00Z", 0 },
		{ "31.12.1999", "1999-12-31T00:00:00Z", 0 },
		{ "2026-11-22T07:15:08Z", "2026-11-22T07:15:08Z", 0 },
		{ "2026-11-22 7:15", "2026-11-22T07:15:00Z", 0 },
		{ "2026-11-22T07:15:08.123456", "2026-11-22T07:15:08Z", 0 },
		{ "2026-11-22T00:15:08,5+01:00", "2026-11-21T23:15:08Z", 3600 },
		{ "2024.01.01 3:00:00 +0100", "2024-01-01T02:00:00Z", 3600 },
		{ "2024-12-31 23:30:00 -0330", "2025-01-01T03:00:00Z", -12600 },
		{ "2026-11-22 07:15:08 UTC", "2026-11-22T07:15:08Z", 0 },
		{ "2026-11-22T07:15+02", "2026-11-22T05:15:00Z", 7200 },
		{ "0", "1970-01-01T00:00:00Z", 0 },
		{ "1735700400", "2025-01-01T03:00:00Z", 0 },
		{ "1735700400.75", "2025-01-01T03:00:00Z", 0 },
		{ "1735700400750", "2025-01-01T03:00:00Z", 0 },
		{ "1735700400750000", "2025-01-01T03:00:00Z", 0 },
		{ "1735700400750000000", "2025-01-01T03:00:00Z", 0 },
		{ "2000-02-29", "2000-02-29T00:00:00Z", 0 },
		{ "9998-12-31", "9998-12-31T00:00:00Z", 0 },
	};
	static const char *const bad[] = {
		"",
		"x",
		"2026-02-30",
		"1900-02-29",
		"2100-02-29",
		"2026-13-01",
		"2026-11",
		"2026-11/22",
		"26-11-22",
		"22-11-2026",
		"32.12.1999",
		"1969-12-31",
		"9999-01-01",
		"2026-11-22x",
		"2026-11-22T24:15:08",
		"2026-11-22T07:60",
		"2026-11-22T07",
		"2026-11-22T07:15:08.",
		"2026-11-22T07:15:08+1",
		"2026-11-22T07:15:08+99:00",
		"2026-11-22T07:15:08Zx",
		"-1",
		"1e9",
		"1735700400 5",
		"99999999999999999999",
		"1970-01-01T00:00:00+01:00",
	};
	char utc[CLOCK_UTC_SIZE];
	struct date date;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		ck_assert_msg(date_parse(cases[i].text, &date), "'%s'",
			      cases[i].text);
		clock_text(date.unix_s, utc);
		ck_assert_str_eq(utc, cases[i].utc);
		ck_assert_int_eq(date.offset_s, cases[i].offset_s);
		ck_assert_int_eq(date.has_offset, cases[i].offset_s != 0);
	}
	for (i = 0; i < UNIT_COUNT(bad); i++)
		ck_assert_msg(!date_parse(bad[i], &date), "'%s'", bad[i]);
}
END_TEST

/* ---- log --------------------------------------------------------------- */

START_TEST(log_levels)
{
	static const struct {
		enum log_level level;
		const char *text;
	} cases[] = {
		{ LOG_ERROR, "dotrec: error: e 1\n" },
		{ LOG_WARN, "dotrec: error: e 1\ndotrec: warning: w 2\n" },
		{ LOG_INFO, "dotrec: error: e 1\ndotrec: warning: w 2\n"
			    "dotrec: i 3\n" },
		{ LOG_DEBUG, "dotrec: error: e 1\ndotrec: warning: w 2\n"
			     "dotrec: i 3\ndotrec: d 4\n" },
	};
	char path[PLACE_SIZE], *text;
	size_t i, len;
	int fd, saved;

	ck_assert_int_eq(log_level(), LOG_INFO);
	place_path(path, "log");
	saved = dup(STDERR_FILENO);
	for (i = 0; i < UNIT_COUNT(cases); i++) {
		fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		dup2(fd, STDERR_FILENO);
		close(fd);
		log_set_level(cases[i].level);
		log_error("e %d", 1);
		log_status("not on a file");
		log_warn("w %d", 2);
		log_info("i %d", 3);
		log_debug("d %d", 4);
		dup2(saved, STDERR_FILENO);
		text = place_read(path, &len);
		ck_assert_str_eq(text, cases[i].text);
		free(text);
	}
	close(saved);
}
END_TEST

/* ---- opt --------------------------------------------------------------- */

START_TEST(opt_parses)
{
	static const struct {
		const char *words; /* separated by blanks */
		const char *error; /* part of the message; NULL: no error */
		const char *db, *quiet, *operands;
	} cases[] = {
		{ "", NULL, NULL, NULL, "" },
		{ "a b", NULL, NULL, NULL, "a b" },
		{ "-d x a", NULL, "x", NULL, "a" },
		{ "-dx a", NULL, "x", NULL, "a" },
		{ "a --db x b", NULL, "x", NULL, "a b" },
		{ "a b --db=x", NULL, "x", NULL, "a b" },
		{ "a -q b -d y", NULL, "y", "quiet", "a b" },
		{ "-qd y", NULL, "y", "quiet", "" },
		{ "--qui", NULL, NULL, "quiet", "" },
		{ "-d x --db y a -d z", NULL, "z", NULL, "a" },
		{ "-q -- -d x", NULL, NULL, "quiet", "-d x" },
		{ "a -- --db b", NULL, NULL, NULL, "a --db b" },
		{ "-", NULL, NULL, NULL, "-" },
		{ "-x", "'-x'", NULL, NULL, NULL },
		{ "a -qx", "'-x'", NULL, NULL, NULL },
		{ "-xq", "'-x'", NULL, NULL, NULL },
		{ "--quiet -xq", "'-x'", NULL, NULL, NULL },
		{ "--unknown a", "'--unknown'", NULL, NULL, NULL },
		{ "a --unknown", "'--unknown'", NULL, NULL, NULL },
		{ "--d", "'--d'", NULL, NULL, NULL }, /* --db or --down */
		{ "--quiet=1", "'--quiet' takes no argument", NULL, NULL,
		  NULL },
		{ "a -d", "'-d' needs an argument", NULL, NULL, NULL },
		{ "--db", "'--db' needs an argument", NULL, NULL, NULL },
	};
	char copy[100], *argv[16], *rest;
	const char *db, *quiet, *down;
	const struct opt table[] = {
		{ "db", 'd', "FILE", "help", &db },
		{ "quiet", 'q', NULL, "help", &quiet },
		{ "down", 0, NULL, "help", &down },
		{ NULL, 0, NULL, NULL, NULL },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct err err = { 0 };
		struct str operands = { 0 };
		int argc = 0, first = 0, rc;

		db = quiet = down = NULL;
		strcpy(copy, cases[i].words);
		argv[argc++] = (char[]){ "cmd" };
		for (argv[argc] = strtok_r(copy, " ", &rest); argv[argc];
		     argv[argc] = strtok_r(NULL, " ", &rest))
			argc++;
		rc = opt_parse(argc, argv, table, &first, &err);
		if (cases[i].error) {
			ck_assert_msg(rc == -1, "'%s'", cases[i].words);
			ck_assert_int_eq(err.kind, ERR_USAGE);
			ck_assert_msg(strstr(err.text, cases[i].error) != NULL,
				      "'%s': %s", cases[i].words, err.text);
			continue;
		}
		ck_assert_msg(rc == 0, "'%s': %s", cases[i].words, err.text);
		for (; first < argc; first++)
			str_addf(&operands, "%s%s", operands.len ? " " : "",
				 argv[first]);
		ck_assert_str_eq(operands.text ? operands.text : "",
				 cases[i].operands);
		ck_assert_pstr_eq(db, cases[i].db);
		ck_assert_pstr_eq(quiet, cases[i].quiet);
		str_free(&operands);
	}
}
END_TEST

START_TEST(opt_numbers)
{
	static const struct {
		const char *text;
		bool ok;
	} cases[] = { { "5", true },   { "10", true },  { "7", true },
		      { "4", false },  { "11", false }, { "-7", false },
		      { "7x", false }, { "", false } };
	unsigned long value;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct err err = { 0 };
		int rc = opt_number("seed", cases[i].text, 5, 10, &value, &err);

		ck_assert_msg((rc == 0) == cases[i].ok, "'%s'", cases[i].text);
		if (rc)
			ck_assert_ptr_nonnull(strstr(err.text, "--seed"));
		else
			ck_assert_uint_eq(value,
					  strtoul(cases[i].text, NULL, 10));
	}
}
END_TEST

/* ---- csv --------------------------------------------------------------- */

/* Rows as one text: fields as TEXT@LINE:COLUMN, '|' between fields, ';' after a
 * row. */
static int render(void *ctx, const struct csv_row *row, struct err *err)
{
	struct str *out = ctx;
	size_t i;

	(void)err;
	for (i = 0; i < row->count; i++) {
		const struct csv_field *f = &row->fields[i];

		unit_must(strlen(f->text) == f->len, "length of '%s'", f->text);
		str_addf(out, "%s%s@%zu:%zu", i ? "|" : "", f->text, f->line,
			 f->column);
	}
	str_add(out, ";");
	return 0;
}

START_TEST(csv_reads)
{
	static const struct {
		const char *text, *rows;
		unsigned flags;
	} cases[] = {
		{ "", "", 0 },
		{ "a", "a@1:1;", 0 },
		{ "a,b\n1,2\n", "a@1:1|b@1:3;1@2:1|2@2:3;", 0 },
		{ "a,b\r\n1,2\r\n", "a@1:1|b@1:3;1@2:1|2@2:3;", 0 },
		{ "a,b\r\n1,2", "a@1:1|b@1:3;1@2:1|2@2:3;", 0 },
		{ "\n\r\n\na\n\n\nb\n\n", "a@4:1;b@7:1;", 0 },
		{ "\xef\xbb\xbf"
		  "a,b\n",
		  "a@1:1|b@1:3;", 0 },
		{ "\xef\xbb\xbf# c\na\n", "a@2:1;", CSV_COMMENTS },
		/* blanks are data */
		{ " a , b\t\n", " a @1:1| b\t@1:5;", 0 },
		/* empty fields, bare and quoted */
		{ ",\n", "@1:1|@1:2;", 0 },
		{ "\"\",\"\"\n", "@1:1|@1:4;", 0 },
		{ "\"\"\n", "@1:1;", 0 },
		/* quotes */
		{ "\"a,b\",c\n", "a,b@1:1|c@1:7;", 0 },
		{ "\"say \"\"hi\"\"\"\n", "say \"hi\"@1:1;", 0 },
		{ "ab,\"c\nd\",e\nf\n", "ab@1:1|c\nd@1:4|e@2:4;f@3:1;", 0 },
		{ "\"a\r\nb\",c\r\nd\r\n", "a\r\nb@1:1|c@2:4;d@3:1;", 0 },
		{ "\"a\"", "a@1:1;", 0 },
		/* columns count characters, not bytes */
		{ "\xc3\xa9,\xf0\x9f\x98\x8e,x\n",
		  "\xc3\xa9@1:1|\xf0\x9f\x98\x8e@1:3|x@1:5;", 0 },
		/* comments: whole lines only, and only when asked for */
		{ "# c\na,#b\n#d", "# c@1:1;a@2:1|#b@2:3;#d@3:1;", 0 },
		{ "# c\na,#b\n#d", "a@2:1|#b@2:3;", CSV_COMMENTS },
		{ "# it's \"x\n\na\n", "a@3:1;", CSV_COMMENTS },
		{ "# c\r\na\r\n# d\r\nb", "a@2:1;b@4:1;", CSV_COMMENTS },
		{ "#\n#\n", "", CSV_COMMENTS },
		{ " # no\n", " # no@1:1;", CSV_COMMENTS },
		{ "\"a\n#b\",c\n", "a\n#b@1:1|c@2:5;", CSV_COMMENTS },
		{ "\"#a\"\n", "#a@1:1;", CSV_COMMENTS },
		/* other separators, and blanks around fields */
		{ "a;b,c\n1,5;\"x;y\"\n", "a@1:1|b,c@1:3;1,5@2:1|x;y@2:5;",
		  CSV_SEMICOLONS },
		{ "a\tb c\n\t;\n", "a@1:1|b c@1:3;@2:1|;@2:2;",
		  CSV_TABS | CSV_TRIM },
		{ "a , b c, \"d \" \n 1,,2\n",
		  "a@1:1|b c@1:4|d @1:9;1@2:1|@2:4|2@2:5;", CSV_TRIM },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct err err = { 0 };
		struct str rows = { 0 };
		int rc = csv_read(cases[i].text, strlen(cases[i].text), "t.csv",
				  cases[i].flags, render, &rows, &err);

		ck_assert_msg(rc == 0, "case %zu: %s", i, err.text);
		ck_assert_str_eq(rows.text ? rows.text : "", cases[i].rows);
		str_free(&rows);
	}
}
END_TEST

START_TEST(csv_separators)
{
	static const struct {
		const char *text;
		unsigned separator;
	} cases[] = {
		{ "", 0 },
		{ "one\ntwo;three\n", 0 },
		{ "a,b\n1;2;3;4", 0 },
		{ "a;b\n1,5;2,5", CSV_SEMICOLONS },
		{ "\xef\xbb\xbf# x,y,z\n\n  \na;b,c;d", CSV_SEMICOLONS },
		{ "\"a;b;c\",d", 0 },
		{ "a\tb\n", CSV_TABS },
		{ "time, s\tjob; name\tn\n", CSV_TABS },
		{ "a;b\tc;d", CSV_SEMICOLONS },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_msg(
		    csv_separator(cases[i].text, strlen(cases[i].text)) ==
			cases[i].separator,
		    "case %zu", i);
}
END_TEST

START_TEST(csv_refuses)
{
	static const struct {
		const char *text;
		size_t len;
		const char *message; /* its beginning */
	} cases[] = {
#define TEXT(text) text, sizeof(text) - 1
		{ TEXT("a,b\n1,\0"), "t.csv:2:3: a NUL" },
		{ TEXT("\0"), "t.csv:1:1: a NUL" },
		{ TEXT("a\n\xc3\xa9,\xff\n"), "t.csv:2:3: not UTF-8" },
		{ TEXT("a\n\xff\n\0"), "t.csv:2:1: not UTF-8" },
		{ TEXT("a\n\0\n\xff"), "t.csv:2:1: a NUL" },
		{ TEXT("\xef\xbb\xbf"
		       "a\xc0\x80"),
		  "t.csv:1:2: not UTF-8" },
		{ TEXT("\xff\xfe"
		       "a\0"),
		  "t.csv:1:1: not UTF-8" }, /* UTF-16 */
		{ TEXT("a,b\n1,\"x\ny,z\n"), "t.csv:2:3: the quote" },
		{ TEXT("a\r\nb\r\n\"c"), "t.csv:3:1: the quote" },
		{ TEXT("# c\n\"c\n# d\n"), "t.csv:2:1: the quote" },
		{ TEXT("\""), "t.csv:1:1: the quote" },
		{ TEXT("a\nbc\"d\n"), "t.csv:2:3: a quote inside" },
		{ TEXT("a,\"b\"c\n"), "t.csv:1:6: a quote inside" },
		{ TEXT("\"a\" ,b\n"), "t.csv:1:4: a quote inside" },
		{ TEXT("a, \"b\"\n"), "t.csv:1:4: a quote inside" },
		{ TEXT("\xc3\xa9,x\"\n"), "t.csv:1:4: a quote inside" },
#undef TEXT
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct err err = { 0 };
		struct str rows = { 0 };
		int rc = csv_read(cases[i].text, cases[i].len, "t.csv",
				  CSV_COMMENTS, render, &rows, &err);

		ck_assert_msg(rc == -1, "case %zu is taken", i);
		ck_assert_int_eq(err.kind, ERR_USAGE);
		ck_assert_msg(!strncmp(err.text, cases[i].message,
				       strlen(cases[i].message)),
			      "case %zu: %s, not %s", i, err.text,
			      cases[i].message);
		ck_assert_ptr_nonnull(strchr(err.text, ';')); /* a remedy */
		str_free(&rows);
	}
}
END_TEST

static int count_fields(void *ctx, const struct csv_row *row, struct err *err)
{
	size_t *longest = ctx, i;

	(void)err;
	for (i = 0; i < row->count; i++)
		if (row->fields[i].len > *longest)
			*longest = row->fields[i].len;
	return 0;
}

START_TEST(csv_limits)
{
	static const struct {
		size_t fields, bytes; /* of one row, and of its last field */
		const char *message;  /* NULL: accepted */
	} cases[] = {
		{ CSV_FIELDS_MAX, 1, NULL },
		{ CSV_FIELDS_MAX + 1, 1, "t.csv:2:" },
		{ 2, CSV_FIELD_MAX, NULL },
		{ 2, CSV_FIELD_MAX + 4096, "t.csv:2:2: a field longer" },
	};
	size_t i, k, longest;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct err err = { 0 };
		struct str text = { 0 };
		char *field = malloc(cases[i].bytes);
		int rc;

		ck_assert_ptr_nonnull(field);
		memset(field, 'x', cases[i].bytes);
		str_add(&text, "a\n");
		for (k = 1; k < cases[i].fields; k++)
			str_add(&text, ",");
		str_add_bytes(&text, field, cases[i].bytes);
		str_add(&text, "\n");
		longest = 0;
		rc = csv_read(text.text, text.len, "t.csv", 0, count_fields,
			      &longest, &err);
		if (cases[i].message) {
			ck_assert_msg(rc == -1, "case %zu is taken", i);
			ck_assert_msg(!strncmp(err.text, cases[i].message,
					       strlen(cases[i].message)),
				      "case %zu: %s", i, err.text);
		} else {
			ck_assert_msg(rc == 0, "case %zu: %s", i, err.text);
			ck_assert_uint_eq(longest, cases[i].bytes);
		}
		free(field);
		str_free(&text);
	}
}
END_TEST

static int third_stops(void *ctx, const struct csv_row *row, struct err *err)
{
	int *rows = ctx;

	(void)row;
	return ++*rows == 3 ? err_set(err, ERR_BUSY, "enough") : 0;
}

START_TEST(csv_row_can_stop)
{
	/* the rows after the third are wrong and must not be read */
	const char *text = "1\n2\n3\n4\n\"5\"6\n\"7";
	struct err err = { 0 };
	int rows = 0;

	ck_assert_int_eq(
	    csv_read(text, strlen(text), "t.csv", 0, third_stops, &rows, &err),
	    -1);
	ck_assert_int_eq(rows, 3);
	ck_assert_str_eq(err.text, "enough");
}
END_TEST

/* The fields that must be read back, and how many rows were read. */
struct expected {
	char field[8][40];
	size_t count, rows;
};

static int compare(void *ctx, const struct csv_row *row, struct err *err)
{
	struct expected *e = ctx;
	size_t i;

	e->rows++;
	if (row->count != e->count)
		return err_set(err, ERR_VERIFY, "%zu fields, not %zu",
			       row->count, e->count);
	for (i = 0; i < row->count; i++)
		if (strcmp(row->fields[i].text, e->field[i]))
			return err_set(err, ERR_VERIFY, "'%s', not '%s'",
				       row->fields[i].text, e->field[i]);
	return 0;
}

START_TEST(csv_add_round_trip)
{
	static const char *const letters[] = { "a",  "b",        ",", "\"",
					       "\n", "\r",       " ", "\t",
					       "#",  "\xc3\xa9", ";", "\r\n",
					       "'",  "\\",       "|" };
	uint64_t seed = 3;
	int round;

	for (round = 0; round < 20000; round++) {
		struct expected e = { .count = 2 + unit_random(&seed, 6) };
		struct err err = { 0 };
		struct str line = { 0 };
		size_t i, k, n;

		for (i = 0; i < e.count; i++) {
			n = unit_random(&seed, 8);
			for (k = 0; k < n; k++)
				strcat(e.field[i],
				       letters[unit_random(
					   &seed, UNIT_COUNT(letters))]);
			str_add(&line, i ? "," : "");
			csv_add(&line, e.field[i]);
		}
		str_add(&line, round % 2 ? "\n" : "\r\n");
		unit_must(
		    !csv_read(line.text, line.len, "t", 0, compare, &e, &err) &&
			e.rows == 1,
		    "round %d: %zu rows: %s in %s", round, e.rows, err.text,
		    line.text);
		str_free(&line);
	}
}
END_TEST

START_TEST(csv_add_table)
{
	/* quoted only where this or other readers need it */
	static const char *const cases[][2] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "a b", "a b" },
		{ "it's", "it's" },
		{ "#1", "#1" },
		{ "a,b", "\"a,b\"" },
		{ "say \"hi\"", "\"say \"\"hi\"\"\"" },
		{ "a\nb", "\"a\nb\"" },
		{ "a\r", "\"a\r\"" },
		{ " a", "\" a\"" },
		{ "a ", "\"a \"" },
		{ "\xc3\xa9", "\xc3\xa9" },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct str out = { 0 };

		csv_add(&out, cases[i][0]);
		ck_assert_str_eq(out.text ? out.text : "", cases[i][1]);
		str_free(&out);
	}
}
END_TEST

START_TEST(csv_add_long)
{
	struct str line = { 0 };
	struct err err = { 0 };
	size_t longest = 0, len = 5000;
	char *text = malloc(len + 1);

	ck_assert_ptr_nonnull(text);
	memset(text, '"', len);
	text[len] = '\0';
	csv_add(&line, text);
	ck_assert_uint_eq(line.len, 2 * len + 2);
	ck_assert_int_eq(
	    csv_read(line.text, line.len, "t", 0, count_fields, &longest, &err),
	    0);
	ck_assert_uint_eq(longest, len);
	free(text);
	str_free(&line);
}
END_TEST

/* ---- csv: public test files -------------------------------------------- */

/* The rows of a JSON file or a CSV file. */
struct rows {
	struct str bytes; /* the fields, each with a NUL */
	size_t fields, rows;
	bool objects; /* JSON: rows are objects, and keys are row 0 */
};

/* Appends the text of the JSON string at *p and moves *p past it. */
static void json_string(const char **p, struct str *out)
{
	static const char escapes[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
	const char *e;

	unit_must(**p == '"', "a string expected at '%.20s'", *p);
	for (++*p; **p != '"'; ++*p) {
		if (**p != '\\') {
			str_add_bytes(out, *p, 1);
			continue;
		}
		e = strchr(escapes, *++*p);
		unit_must(e && *e, "unknown escape at '%.20s'", *p);
		str_add_bytes(out, &means[e - escapes], 1);
	}
	str_add_bytes(out, "", 1);
	++*p;
}

static void skip_blanks(const char **p)
{
	*p += strspn(*p, " \t\r\n,:");
}

/*
 * Reads [["a", "b"], ...] or [{"k": "v"}, ...]; the keys of the first object
 * become the header. A tiny reader: the files are known to be well-formed.
 */
static void json_read(const char *text, struct rows *rows)
{
	struct str keys = { 0 }, values = { 0 };
	size_t nkeys = 0;

	skip_blanks(&text);
	unit_must(*text++ == '[', "an array expected");
	for (skip_blanks(&text); *text != ']'; skip_blanks(&text)) {
		char close = *text == '{' ? '}' : ']';
		size_t width = 0;

		rows->objects = *text++ == '{';
		for (skip_blanks(&text); *text != close; skip_blanks(&text)) {
			if (rows->objects) {
				struct str again = { 0 };

				json_string(&text, rows->rows ? &again : &keys);
				nkeys += !rows->rows;
				str_free(&again);
				skip_blanks(&text);
			}
			json_string(&text, &values);
			width++;
		}
		rows->fields += width;
		rows->rows++;
		text++;
	}
	str_add_bytes(&rows->bytes, keys.text ? keys.text : "", keys.len);
	str_add_bytes(&rows->bytes, values.text ? values.text : "", values.len);
	rows->fields += nkeys;
	rows->rows += rows->objects;
	str_free(&keys);
	str_free(&values);
}

static int collect(void *ctx, const struct csv_row *row, struct err *err)
{
	struct rows *rows = ctx;
	size_t i;

	(void)err;
	for (i = 0; i < row->count; i++)
		str_add_bytes(&rows->bytes, row->fields[i].text,
			      row->fields[i].len + 1);
	rows->fields += row->count;
	rows->rows++;
	return 0;
}

/*
 * Files that we read differently on purpose. A blank line is skipped, so that
 * plans can have blank lines: it is never a row of one empty field. An unquoted
 * field with a quote in it is refused (RFC 4180, 2.5), as csv-test-data's
 * bad-unescaped-quote demands. csv-spectrum's file of coordinates has such a
 * field (and its JSON has another telephone number than its CSV).
 */
static const struct {
	const char *name;
	size_t rows;         /* number of rows we read */
	const char *message; /* or the beginning of our error */
} others[] = {
	{ "all-empty", 0, NULL },
	{ "empty-one-column", 1, NULL },
	{ "location_coordinates", 0, "t:2:22: a quote inside" },
};

/* Whether a file is one of `others`; if so, checks our result. */
static bool is_other(const char *name, int rc, const struct rows *got,
		     const struct err *err)
{
	size_t i;

	for (i = 0; i < UNIT_COUNT(others); i++) {
		if (strcmp(others[i].name, name))
			continue;
		ck_assert_int_eq(rc, others[i].message ? -1 : 0);
		if (others[i].message)
			ck_assert_int_eq(strncmp(err->text, others[i].message,
						 strlen(others[i].message)),
					 0);
		else
			ck_assert_uint_eq(got->rows, others[i].rows);
		return true;
	}
	return false;
}

/* Compares NAME.csv of a collection with NAME.json. */
static void check_pair(const char *csvs, const char *jsons, const char *name)
{
	struct rows got = { 0 }, want = { 0 };
	char path[2 * PLACE_SIZE], *text, *json;
	struct err err = { 0 };
	size_t len, json_len;
	int rc;

	snprintf(path, sizeof(path), "%s/%s.csv", csvs, name);
	text = place_read(path, &len);
	snprintf(path, sizeof(path), "%s/%s.json", jsons, name);
	json = place_read(path, &json_len);
	ck_assert_msg(text && json, "cannot read '%s'", path);
	rc = csv_read(text, len, "t", 0, collect, &got, &err);
	if (!is_other(name, rc, &got, &err)) {
		ck_assert_msg(rc == 0, "%s: %s", name, err.text);
		json_read(json, &want);
		if (!want.rows) /* JSON without rows has no keys */
			ck_assert_uint_eq(got.rows, 1);
		else
			ck_assert_msg(got.rows == want.rows &&
					  got.fields == want.fields &&
					  got.bytes.len == want.bytes.len &&
					  !memcmp(got.bytes.text,
						  want.bytes.text,
						  got.bytes.len),
				      "%s differs from its JSON", name);
	}
	str_free(&got.bytes);
	str_free(&want.bytes);
	free(text);
	free(json);
}

/* Calls `check` for each file NAME.csv of `dir`, with NAME. Returns how
 * many. */
static size_t each_csv(const char *dir,
		       void (*check)(const char *, const char *))
{
	struct dirent **entries;
	int count = scandir(dir, &entries, NULL, alphasort), i;
	size_t found = 0;
	char *dot;

	for (i = 0; i < count; i++) {
		dot = strrchr(entries[i]->d_name, '.');
		if (dot && !strcmp(dot, ".csv")) {
			*dot = '\0';
			check(dir, entries[i]->d_name);
			found++;
		}
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	return found;
}

/* Checks rows as plan_read() does: a known header, then rows of its width. */
static int strict_row(void *ctx, const struct csv_row *row, struct err *err)
{
	static const char *const header[] = { "foo", "bar", "baz" };
	size_t *rows = ctx, i;

	if (row->count != UNIT_COUNT(header))
		return err_set(err, ERR_USAGE, "t:%zu:1: %zu fields", row->line,
			       row->count);
	for (i = 0; !*rows && i < row->count; i++)
		if (strcmp(row->fields[i].text, header[i]))
			return err_set(err, ERR_USAGE, "t:%zu:%zu: header",
				       row->fields[i].line,
				       row->fields[i].column);
	++*rows;
	return 0;
}

/* Checks that one bad-*.csv is refused with its line and column. */
static void check_bad(const char *text, size_t len, const char *name)
{
	static const struct {
		const char *name, *message; /* NULL: no error, but no rows */
	} known[] = {
		{ "bad-header-less-fields", "t:2:1: 2 fields" },
		{ "bad-header-more-fields", "t:2:1: 4 fields" },
		{ "bad-header-wrong-header", "t:1:1: header" },
		{ "bad-header-no-header", NULL },
		{ "bad-missing-quote", "t:2:3: the quote opened here" },
		{ "bad-quotes-with-unescaped-quote", "t:2:19: a quote" },
		{ "bad-unescaped-quote", "t:2:8: a quote" },
	};
	size_t rows = 0, line, column, i;
	struct err err = { 0 };
	int rc = csv_read(text, len, "t", 0, strict_row, &rows, &err);

	ck_assert_msg(rc == -1 || !rows, "%s is taken", name);
	if (rc == -1)
		ck_assert_msg(sscanf(err.text, "t:%zu:%zu:", &line, &column) ==
				  2,
			      "%s: %s", name, err.text);
	for (i = 0; i < UNIT_COUNT(known); i++)
		if (!strcmp(known[i].name, name) && known[i].message)
			ck_assert_msg(!strncmp(err.text, known[i].message,
					       strlen(known[i].message)),
				      "%s: %s", name, err.text);
}

/* Checks a file of csv-test-data or csv-spectrum; its JSON is in ../json. */
static void check_file(const char *dir, const char *name)
{
	char path[2 * PLACE_SIZE], jsons[PLACE_SIZE], *text;
	size_t len;

	if (strncmp(name, "bad-", 4)) {
		snprintf(jsons, sizeof(jsons), "%.400s/../json", dir);
		check_pair(dir, jsons, name);
		return;
	}
	snprintf(path, sizeof(path), "%s/%s.csv", dir, name);
	text = place_read(path, &len);
	ck_assert_msg(text != NULL, "cannot read '%s'", path);
	check_bad(text, len, name);
	free(text);
}

START_TEST(csv_acceptance)
{
	static const char *const sets[] = { "csv/csv-spectrum/csvs",
					    "csv/csv-test-data/csv" };
	char dir[PLACE_SIZE];
	size_t i;

	for (i = 0; i < UNIT_COUNT(sets); i++) {
		if (!place_acceptance(dir, sets[i]))
			return;
		ck_assert_uint_ge(each_csv(dir, check_file), 10);
	}
}
END_TEST

/* ---- sha256 -------------------------------------------------------------- */

/* The examples of FIPS 180-4, and lengths near the end of a block. */
START_TEST(sha256)
{
	static const struct {
		size_t count; /* of 'a'; 0: the text */
		const char *text, *want;
	} cases[] = {
		{ 0, "",
		  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852"
		  "b855" },
		{ 0, "abc",
		  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f200"
		  "15ad" },
		{ 0, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db"
		  "06c1" },
		{ 1000000, NULL,
		  "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc711"
		  "2cd0" },
		{ 55, NULL,
		  "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f73"
		  "4318" },
		{ 64, NULL,
		  "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df1546"
		  "68eb" },
	};
	char *many = malloc(1000000), got[SHA256_SIZE];
	size_t i;

	memset(many, 'a', 1000000);
	for (i = 0; i < UNIT_COUNT(cases); i++) {
		const char *text = cases[i].count ? many : cases[i].text;
		size_t len = cases[i].count ? cases[i].count : strlen(text);

		ck_assert_str_eq(sha256_hex(got, text, len), cases[i].want);
	}
	free(many);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		err_first_wins,
		err_tells_whose_fault_a_file_is,
		err_takes_null_and_long_words,
		exitcode_worst_by_weight,
		exitcode_of_each_kind,
		mem_grows_and_refuses,
		mem_is_aligned,
		str_grows,
		str_failure_is_sticky,
		utf8_table,
		utf8_every_code_point,
		str_width_and_copy,
		str_without_mark_and_blanks,
		str_hash_and_find,
		units_for_people,
		units_double_table,
		units_double_round_trip,
		units_parse,
		clock_goes_forward,
		clock_knows_utc,
		dates_of_others,
		log_levels,
		opt_parses,
		opt_numbers,
		csv_reads,
		csv_separators,
		csv_refuses,
		csv_limits,
		csv_row_can_stop,
		csv_add_round_trip,
		csv_add_table,
		csv_add_long,
		csv_acceptance,
		sha256,
		NULL,
	};
	int rc;

	place_make();
	rc = unit_run("base", tests);
	place_clear();
	return rc;
}
