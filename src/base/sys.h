/* Reading small files of the system (/proc, /sys, /etc), whose contents are not
 * trusted: sizes are bounded and texts are cleaned. */
#ifndef BASE_SYS_H
#define BASE_SYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room for a path, and for a line or field. */
#define SYS_PATH_SIZE 512
#define SYS_TEXT_SIZE 224

/* For tests: every path is looked up under the directory `dir`; "" is the
 * system itself. The text `dir` is not copied: keep it. */
void sys_root(const char *dir);

/*
 * Reads the first line of a file, whose path is formatted as by printf().
 * Blanks at both ends are removed, control characters become blanks, and bytes
 * that are not UTF-8 become '?'. Returns false, with "" in `text`, if the file
 * is missing, is not a plain file, or its first line is empty.
 */
bool sys_line(char *text, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Reads the number at the start of the first line, as sys_parse() does. */
bool sys_number(int64_t *value, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Calls `each` with the lines of a file until it returns false, at most for the
 * first MiB. The lines are not cleaned; long ones are cut at 4 KiB. */
void sys_lines(const char *path, bool (*each)(void *ctx, const char *line),
	       void *ctx);

/*
 * The value in the first line "NAME: VALUE", "NAME=VALUE" or "NAME VALUE" of a
 * file; blanks may stand around the separator. Cleaned as by sys_line().
 */
bool sys_field(char *text, size_t size, const char *path, const char *name);
bool sys_field_number(int64_t *value, const char *path, const char *name);

/* Reads the number at the start of a text, if it is alone or followed by a
 * blank, as in "1024 kB"; else returns false. */
bool sys_parse(int64_t *value, const char *text);

/* Whether a file or directory exists at this path. */
bool sys_exists(const char *path);

/* Calls `each` with at most 65536 names of a directory, in no particular order.
 * Skips hidden names and names with characters other than A-Z a-z 0-9 _ . :
 * - */
void sys_names(const char *dir, void (*each)(void *ctx, const char *name),
	       void *ctx);

/*
 * Reads a list of CPUs (or NUMA nodes) such as "0-3,8,10-11". Sets set[i], for
 * i < size, to whether the list has CPU i; `set` may be NULL. Returns the
 * number of CPUs in the list; 0 if the text is not such a list or names a CPU
 * that is not below SYS_CPUS_MAX.
 */
#define SYS_CPUS_MAX 4096
int sys_cpus(const char *list, bool *set, int size);

#endif
