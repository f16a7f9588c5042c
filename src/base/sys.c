/* Reading small files of the system (/proc, /sys, /etc), whose contents are not
 * trusted: sizes are bounded and texts are cleaned. */
#include "base/sys.h"

#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_MAX  (1 << 20)
#define NAMES_MAX 65536

#define NAME_LETTERS                                                 \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ012345" \
	"6789_.:-"

static const char *root = "";

void sys_root(const char *dir)
{
	root = dir;
}

static bool path_under_root(char path[SYS_PATH_SIZE], const char *rest)
{
	return (size_t)snprintf(path, SYS_PATH_SIZE, "%s%s", root, rest) <
	       SYS_PATH_SIZE;
}

/* Opens plain files only, so that reading never waits. NULL on failure. */
static FILE *open_plain(const char *rest)
{
	char path[SYS_PATH_SIZE];
	struct stat st;
	FILE *f;
	int fd;

	if (!path_under_root(path, rest))
		return NULL;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return NULL;
	f = fstat(fd, &st) || !S_ISREG(st.st_mode) ? NULL : fdopen(fd, "r");
	if (!f)
		close(fd);
	return f;
}

/* Copies the first line of `raw` without anything that could harm a terminal, a
 * table or JSON. Returns whether some text is left. */
static bool clean(char *text, size_t size, const char *raw)
{
	char line[4096];
	size_t len, at;

	raw += strspn(raw, " \t");
	str_copy(line, sizeof(line), raw);
	line[strcspn(line, "\n")] = '\0';
	len = strlen(line);
	for (at = 0; at < len; at++)
		if ((unsigned char)line[at] < ' ' || line[at] == 0x7f)
			line[at] = ' ';
	while ((at = str_utf8_bad(line, len)) < len)
		line[at] = '?';
	while (len && line[len - 1] == ' ')
		line[--len] = '\0';
	str_copy(text, size, line + strspn(line, " "));
	return *text != '\0';
}

static bool line_of(char *text, size_t size, const char *fmt, va_list ap)
{
	char path[SYS_PATH_SIZE], line[4096];
	FILE *f;
	bool found = false;

	*text = '\0';
	if ((size_t)vsnprintf(path, sizeof(path), fmt, ap) >= sizeof(path))
		return false;
	f = open_plain(path);
	if (!f)
		return false;
	if (fgets(line, sizeof(line), f))
		found = clean(text, size, line);
	fclose(f);
	return found;
}

bool sys_line(char *text, size_t size, const char *fmt, ...)
{
	va_list ap;
	bool found;

	va_start(ap, fmt);
	found = line_of(text, size, fmt, ap);
	va_end(ap);
	return found;
}

bool sys_number(int64_t *value, const char *fmt, ...)
{
	char text[SYS_TEXT_SIZE];
	va_list ap;
	bool found;

	va_start(ap, fmt);
	found = line_of(text, sizeof(text), fmt, ap);
	va_end(ap);
	return found && sys_parse(value, text);
}

/* The value of `name` in this line, or NULL if the line has another name. */
static const char *behind(const char *line, const char *name)
{
	size_t len = strlen(name);

	if (strncmp(line, name, len) || !line[len] ||
	    !strchr(" \t:=", line[len]))
		return NULL;
	line += len;
	line += strspn(line, " \t");
	line += *line == ':' || *line == '=';
	return line;
}

void sys_lines(const char *path, bool (*each)(void *ctx, const char *line),
	       void *ctx)
{
	char line[4096];
	size_t read = 0, len;
	bool at_start = true, more = true;
	FILE *f = open_plain(path);

	if (!f)
		return;
	while (more && read < READ_MAX && fgets(line, sizeof(line), f)) {
		more = !at_start || each(ctx, line);
		len = strlen(line);
		at_start = len && line[len - 1] == '\n';
		read += len + 1;
	}
	fclose(f);
}

struct search {
	const char *name;
	char *text;
	size_t size;
	bool found;
};

static bool search_line(void *ctx, const char *line)
{
	struct search *s = ctx;
	const char *value = behind(line, s->name);

	if (value)
		s->found = clean(s->text, s->size, value);
	return !value;
}

bool sys_field(char *text, size_t size, const char *path, const char *name)
{
	struct search s = { name, text, size, false };

	*text = '\0';
	sys_lines(path, search_line, &s);
	return s.found;
}

bool sys_field_number(int64_t *value, const char *path, const char *name)
{
	char text[SYS_TEXT_SIZE];

	return sys_field(text, sizeof(text), path, name) &&
	       sys_parse(value, text);
}

bool sys_parse(int64_t *value, const char *text)
{
	long long number;
	char *end;

	errno = 0;
	number = strtoll(text, &end, 10);
	if (errno || end == text || (*end && *end != ' '))
		return false;
	*value = number;
	return true;
}

bool sys_exists(const char *rest)
{
	char path[SYS_PATH_SIZE];

	return path_under_root(path, rest) && !access(path, F_OK);
}

void sys_names(const char *dir, void (*each)(void *ctx, const char *name),
	       void *ctx)
{
	char path[SYS_PATH_SIZE];
	struct dirent *entry;
	int left = NAMES_MAX;
	DIR *d = path_under_root(path, dir) ? opendir(path) : NULL;

	if (!d)
		return;
	while (left-- && (entry = readdir(d)))
		if (!entry->d_name[strspn(entry->d_name, NAME_LETTERS)] &&
		    entry->d_name[0] != '.')
			each(ctx, entry->d_name);
	closedir(d);
}

/* Returns the number at *p, or -1 if it is missing or not below SYS_CPUS_MAX;
 * moves *p past it. */
static int parse_cpu(const char **p)
{
	int value = 0;

	if (**p < '0' || **p > '9')
		return -1;
	for (; **p >= '0' && **p <= '9'; ++*p)
		if (value < SYS_CPUS_MAX)
			value = 10 * value + (**p - '0');
	return value < SYS_CPUS_MAX ? value : -1;
}

int sys_cpus(const char *list, bool *set, int size)
{
	const char *p = list;
	int from, to, i, count = 0;

	if (set)
		memset(set, 0, (size_t)size * sizeof(*set));
	do {
		from = to = parse_cpu(&p);
		if (*p == '-' && p++)
			to = parse_cpu(&p);
		if (from < 0 || to < from)
			return 0;
		for (i = from; i <= to; i++)
			if (set && i < size)
				set[i] = true;
		count += to - from + 1;
	} while (*p++ == ',');
	return p[-1] ? 0 : count;
}
