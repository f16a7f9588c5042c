/* Text: a buffer that grows, UTF-8, hashes and embedded texts. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/err.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A text that grows. Zero it before use. When memory runs out, `failed` is set
 * and all later additions are dropped: check once, at the end, with
 * str_check().
 */
struct str {
	char *text; /* NUL-terminated; NULL until something is added */
	size_t len, cap;
	bool failed;
};

void str_add(struct str *s, const char *text);
void str_add_bytes(struct str *s, const void *bytes, size_t len);
void str_addf(struct str *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void str_addv(struct str *s, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));
/* Adds a text in single quotes, as one word for /bin/sh. */
void str_add_quoted(struct str *s, const char *text);
/* 0, or -1 with *err set if any addition failed. */
int str_check(const struct str *s, struct err *err);
void str_free(struct str *s);

/*
 * The offset of the first byte that is not part of valid UTF-8 (RFC 3629: no
 * overlong forms, no surrogates, at most U+10FFFF), or `len` if all is well.
 */
size_t str_utf8_bad(const char *text, size_t len);

/* The length of the byte order mark that a text may begin with: 3, or 0. */
size_t str_mark(const char *text, size_t len);

/* A text without the bytes of `blanks` around it; those behind it are cut off. */
char *str_trimmed(char *text, const char *blanks);

/* Columns a terminal needs for valid UTF-8 text: one per code point. */
size_t str_width(const char *text);

/* FNV-1a, 64 bits (Fowler, Noll, Vo), of `len` bytes. `hash` is STR_HASH_START,
 * or the hash of the bytes before these. */
#define STR_HASH_START UINT64_C(0xcbf29ce484222325)
uint64_t str_hash(uint64_t hash, const void *bytes, size_t len);

/* str_hash() of the 8 bytes of a number, the lowest first; several times faster
 * where the upper bytes are zero. */
uint64_t str_hash_number(uint64_t hash, uint64_t number);

/* Copies at most size-1 bytes and a NUL; never cuts a code point in two. */
void str_copy(char *to, size_t size, const char *from);

/* One text of a table that src/embed.sh made: a file of sql/, reports/ or the
 * like, compiled into the program. */
struct str_file {
	const char *name; /* "query/course", without the suffix */
	const char *text;
};

/* The text named `name` in a table that ends with a NULL name, or NULL. */
const char *str_file_find(const struct str_file *table, const char *name);

#endif
