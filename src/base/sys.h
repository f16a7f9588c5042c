/* Small files of the system (/proc, /sys, /etc): bounded, cleaned, not trusted.
 */
#ifndef BASE_SYS_H
#define BASE_SYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room for a path, and for a line or field that is worth keeping. */
#define SYS_PATH_SIZE 512
#define SYS_TEXT_SIZE 224

/* For tests: every path is looked up under the directory `dir`, which must
 * outlive its use; "" is the system itself. */
void sys_root(const char *dir);

/*
 * The first line of a file, whose path is made as printf does. Blanks at both
 * ends go, control characters become blanks and bytes that are not UTF-8 '?'.
 * False, with "" in `text`, where there is nothing: no such file, not a plain
 * one, an empty line.
 */
bool sys_line(char *text, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, as a number that stands alone or before a blank: "1024 kB". */
bool sys_number(int64_t *value, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Calls `each` with the lines of a file, long ones cut at 4 KiB, until it
 * returns false; stops after a MiB. They are as they stand in the file. */
void sys_lines(const char *path, bool (*each)(void *ctx, const char *line),
	       void *ctx);

/*
 * What stands behind `name` and blanks, ':' or '=' in the first line of the
 * file that begins so; cleaned as by sys_line().
 */
bool sys_field(char *text, size_t size, const char *path, const char *name);
bool sys_field_number(int64_t *value, const char *path, const char *name);

/* The number at the start of a text, alone or before a blank; else false. */
bool sys_parse(int64_t *value, const char *text);

/* Whether there is anything at this path. */
bool sys_exists(const char *path);

/* Calls `each` with the names in a directory, in no special order, 65536 at
 * most; hidden ones, and those no kernel would choose, are not among them. */
void sys_names(const char *dir, void (*each)(void *ctx, const char *name),
	       void *ctx);

/*
 * The CPUs (or nodes) of a list such as "0-3,8,10-11": sets set[i], where that
 * is not NULL, for i < size. Returns how many there are below SYS_CPUS_MAX; 0
 * for what is no such list.
 */
#define SYS_CPUS_MAX 4096
int sys_cpus(const char *list, bool *set, int size);

#endif
