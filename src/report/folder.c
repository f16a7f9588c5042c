/* The directory of a report: made aside, then moved, or removed. */
#include "report/folder.h"

#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_PATH (FOLDER_PATH + 300)

int folder_open(struct folder *folder, const char *dir, struct err *err)
{
	const char *tmp = getenv("TMPDIR");

	memset(folder, 0, sizeof(*folder));
	if (dir && strlen(dir) > FOLDER_PATH - 100)
		return err_set(err, ERR_USAGE,
			       "the directory's name is too long");
	if (dir && mkdir(dir, 0777) && errno != EEXIST)
		return err_errno(err, ERR_STORAGE,
				 "cannot make the directory '%s'", dir);
	snprintf(folder->dir, sizeof(folder->dir), "%s", dir ? dir : "");
	if (dir)
		snprintf(folder->aside, sizeof(folder->aside),
			 "%.4000s/.making-XXXXXX", dir);
	else
		snprintf(folder->aside, sizeof(folder->aside),
			 "%.4000s/dotrec-verify-XXXXXX",
			 tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(folder->aside)) {
		folder->aside[0] = '\0';
		return err_errno(err, ERR_STORAGE,
				 "cannot write in the directory '%s'",
				 dir           ? dir
				 : tmp && *tmp ? tmp
					       : "/tmp");
	}
	return 0;
}

int folder_close(struct folder *folder, bool keep, struct err *err)
{
	char from[FILE_PATH], to[FILE_PATH];
	struct dirent *entry;
	int rc = 0;
	DIR *d;

	if (!folder->aside[0])
		return 0;
	d = opendir(folder->aside);
	while (d && (entry = readdir(d))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		snprintf(from, sizeof(from), "%s/%s", folder->aside,
			 entry->d_name);
		snprintf(to, sizeof(to), "%s/%s", folder->dir, entry->d_name);
		if (keep && !rc && rename(from, to))
			rc = err_errno(err, ERR_STORAGE, "cannot write '%s'",
				       to);
		if (!keep || rc)
			unlink(from);
	}
	if (d)
		closedir(d);
	rmdir(folder->aside);
	folder->aside[0] = '\0';
	return rc;
}

int folder_put(struct folder *folder, const char *name, const char *suffix,
	       const struct str *text, struct err *err)
{
	char path[FILE_PATH];
	FILE *f;

	if (str_check(text, err))
		return -1;
	snprintf(path, sizeof(path), "%s/%s.%s", folder->aside, name, suffix);
	f = fopen(path, "we");
	if (!f)
		return err_errno(err, ERR_STORAGE, "cannot write '%s'", path);
	fwrite(text->text ? text->text : "", 1, text->len, f);
	if (ferror(f) | fclose(f))
		return err_errno(err, ERR_STORAGE, "cannot write '%s'", path);
	return 0;
}

int folder_read(const char *dir, const char *name, struct str *bytes,
		struct err *err)
{
	char path[FILE_PATH], buffer[16384];
	size_t got;
	FILE *f;
	int rc;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "re");
	if (!f && errno == ENOENT)
		return 1;
	if (!f)
		return err_errno(err, ERR_STORAGE, "cannot read '%s'", path);
	str_add(bytes, "");
	while ((got = fread(buffer, 1, sizeof(buffer), f)))
		str_add_bytes(bytes, buffer, got);
	rc = ferror(f) ? err_errno(err, ERR_STORAGE, "cannot read '%s'", path)
		       : str_check(bytes, err);
	fclose(f);
	return rc;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **folder_names(const char *dir, size_t *count, struct err *err)
{
	char **names = NULL;
	struct dirent *entry;
	size_t cap = 0;
	DIR *d = opendir(dir);

	*count = 0;
	if (!d) {
		err_errno(err, ERR_STORAGE, "cannot read the directory '%s'",
			  dir);
		return NULL;
	}
	if (mem_grow(&names, &cap, 1, sizeof(*names), err))
		goto done;
	while ((entry = readdir(d))) {
		if (entry->d_name[0] == '.')
			continue;
		if (mem_grow(&names, &cap, *count + 1, sizeof(*names), err) ||
		    !(names[*count] = mem_text(entry->d_name, err))) {
			while (*count)
				free(names[--*count]);
			free(names);
			names = NULL;
			goto done;
		}
		++*count;
	}
	qsort(names, *count, sizeof(*names), by_name);
done:
	closedir(d);
	return names;
}
