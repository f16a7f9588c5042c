/* The directory of a report, put in its place as a whole. */
#include "report/folder.h"

#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_PATH (FOLDER_PATH + 300)
#define NEW       "new" /* inside the temporary directory */
#define OLD       "old" /* the same, for files that are replaced */

/* The directory that contains `dir`. */
static void find_parent(const char *dir, char parent[FOLDER_PATH])
{
	char *slash;

	strcpy(parent, dir);
	slash = strrchr(parent, '/');
	if (!slash)
		strcpy(parent, ".");
	else
		slash[slash == parent] = '\0';
}

/* Finds where to make the new files: in folder->dir if it exists, else beside
 * it. */
static int folder_find_place(struct folder *folder, char place[FOLDER_PATH],
			     struct err *err)
{
	int fd = open(folder->dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct stat st;

	find_parent(folder->dir, place);
	if (fd >= 0) {
		close(fd);
		/* leftovers from when the directory itself was made */
		temporary_sweep(place);
		strcpy(place, folder->dir);
		return 0;
	}
	if (errno != ENOENT || !lstat(folder->dir, &st))
		return err_errno(err, ERR_STORAGE,
				 "cannot write in the directory '%s'",
				 folder->dir);
	folder->is_new = true;
	return 0;
}

static void set_dir(struct folder *folder, const char *dir)
{
	size_t len;

	snprintf(folder->dir, sizeof(folder->dir), "%s", dir);
	len = strlen(folder->dir);
	while (len > 1 && folder->dir[len - 1] == '/')
		folder->dir[--len] = '\0';
}

int folder_open(struct folder *folder, const char *dir, struct err *err)
{
	const char *tmp = getenv("TMPDIR");
	char place[FOLDER_PATH];
	struct err why = { 0 };

	memset(folder, 0, sizeof(*folder));
	if (!dir)
		snprintf(place, sizeof(place), "%.4000s",
			 tmp && *tmp ? tmp : "/tmp");
	else if (strlen(dir) > FOLDER_PATH - 200)
		return err_set(err, ERR_USAGE,
			       "the directory's name is too long");
	else
		set_dir(folder, dir);
	if (dir && folder_find_place(folder, place, err))
		return -1;
	if (temporary_dir_open(&folder->temporary, place, &why))
		return folder->is_new
			   ? err_set(err, ERR_STORAGE,
				     "cannot make the directory '%s': %s",
				     folder->dir, why.text)
			   : err_set(err, why.kind, "%s", why.text);
	if (mkdirat(folder->temporary.fd, NEW, 0777))
		return err_errno(err, ERR_STORAGE,
				 "cannot write in the directory '%s'", place);
	snprintf(folder->aside, sizeof(folder->aside), "%.4100s/%s/" NEW, place,
		 folder->temporary.name);
	return 0;
}

int folder_outdate(struct folder *folder, const char *name, struct err *err)
{
	if (mem_grow(&folder->outdated, &folder->cap, folder->noutdated + 1,
		     sizeof(*folder->outdated), err))
		return -1;
	folder->outdated[folder->noutdated] = mem_text(name, err);
	return folder->outdated[folder->noutdated++] ? 0 : -1;
}

/* ---- replacing the files of an existing directory ------------------------ */

struct step {
	const char *name;
	bool put;  /* replace the file; else only remove it */
	bool done; /* the new file is in place */
};

struct replacing {
	struct step *steps;
	size_t count;
	int to, new, old; /* descriptors of directories */
};

/* Keeps the old file in `old`: if possible as a second hard link, so that it
 * stays in its place until the new file replaces it. Returns 0, or -1 with
 * errno. */
static int folder_keep_old(const struct replacing *r, const struct step *step)
{
	struct stat st;

	if (fstatat(r->to, step->name, &st, AT_SYMLINK_NOFOLLOW))
		return errno == ENOENT ? 0 : -1;
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR; /* not ours, and could not be restored */
		return -1;
	}
	if (step->put && !linkat(r->to, step->name, r->old, step->name, 0))
		return 0;
	return renameat(r->to, step->name, r->old, step->name);
}

/* Removes or replaces one file. Returns 0, or -1 with errno. */
static int take_step(const struct replacing *r, struct step *step)
{
	if (folder_keep_old(r, step))
		return -1;
	if (step->put && renameat(r->new, step->name, r->to, step->name))
		return -1;
	step->done = step->put;
	return 0;
}

/* Undoes the steps, from `last` back to the first. Returns 0, or -1 if a file
 * could not be restored. */
static int take_steps_back(const struct replacing *r, size_t last)
{
	const struct step *step;
	int rc = 0;
	size_t i;

	for (i = last + 1; i-- > 0;) {
		step = &r->steps[i];
		if (!renameat(r->old, step->name, r->to, step->name))
			continue;
		if (errno != ENOENT ||
		    (step->done && unlinkat(r->to, step->name, 0)))
			rc = -1;
	}
	return rc;
}

/* Takes all steps, or on an error undoes those taken. */
static int take_all_steps(const struct replacing *r, const char *dir,
			  struct err *err)
{
	struct err why = { 0 };
	size_t i;

	for (i = 0; i < r->count; i++) {
		if (!take_step(r, &r->steps[i]))
			continue;
		err_errno(&why, ERR_STORAGE, "cannot write '%s/%s'", dir,
			  r->steps[i].name);
		return take_steps_back(r, i)
			   ? err_set(err, ERR_STORAGE,
				     "%s; '%s' is half old, half new now: "
				     "write it again",
				     why.text, dir)
			   : err_set(err, ERR_STORAGE, "%s", why.text);
	}
	return 0;
}

static void add_step(struct replacing *r, const char *name, bool put)
{
	r->steps[r->count++] = (struct step){ .name = name, .put = put };
}

/* Replaces the files of the report. FOLDER_LIST is removed first and written
 * last. */
static int replace_files(struct folder *folder, char **names, size_t count,
			 struct replacing *r, struct err *err)
{
	bool listed = false;
	size_t i;

	r->steps =
	    mem_array(count + folder->noutdated + 1, sizeof(*r->steps), err);
	if (!r->steps)
		return -1;
	add_step(r, FOLDER_LIST, false);
	for (i = 0; i < folder->noutdated; i++)
		add_step(r, folder->outdated[i], false);
	for (i = 0; i < count; i++) {
		if (strcmp(names[i], FOLDER_LIST))
			add_step(r, names[i], true);
		else
			listed = true;
	}
	if (listed)
		add_step(r, FOLDER_LIST, true);
	return take_all_steps(r, folder->dir, err);
}

static int folder_open_dir(int at, const char *name)
{
	return openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int replace(struct folder *folder, struct err *err)
{
	int at = folder->temporary.fd, rc;
	struct replacing r = { .to = folder_open_dir(AT_FDCWD, folder->dir),
			       .new = folder_open_dir(at, NEW) };
	size_t count = 0;
	char **names;

	r.old = mkdirat(at, OLD, 0700) ? -1 : folder_open_dir(at, OLD);
	if (r.to < 0 || r.new < 0 || r.old < 0)
		rc = err_errno(err, ERR_STORAGE,
			       "cannot write in the directory '%s'",
			       folder->dir);
	else
		rc = 0;
	names = rc ? NULL : folder_names(folder->aside, &count, err);
	rc = names ? replace_files(folder, names, count, &r, err) : -1;
	folder_names_free(names, count);
	free(r.steps);
	if (r.to >= 0)
		close(r.to);
	if (r.new >= 0)
		close(r.new);
	if (r.old >= 0)
		close(r.old);
	return rc;
}

/* Removes hidden files that a program, such as gnuplot, may have left behind. */
static int remove_hidden(struct folder *folder, struct err *err)
{
	DIR *d = opendir(folder->aside);
	struct dirent *entry;
	int rc = d ? 0 : -1;

	while (!rc && (entry = readdir(d)))
		if (entry->d_name[0] == '.' && strcmp(entry->d_name, ".") &&
		    strcmp(entry->d_name, ".."))
			rc = unlinkat(dirfd(d), entry->d_name, 0);
	if (rc)
		err_errno(err, ERR_STORAGE, "cannot make the directory '%s'",
			  folder->dir);
	if (d)
		closedir(d);
	return rc;
}

/* Gives a new directory its name in one step; if somebody has created one of
 * that name meanwhile, replaces the files in it. */
static int appear(struct folder *folder, struct err *err)
{
	int at = folder->temporary.fd, rc;

	if (remove_hidden(folder, err))
		return -1;
	rc = temporary_rename_new(at, NEW, AT_FDCWD, folder->dir);
	if (rc && (errno == EINVAL || errno == ENOSYS))
		rc = renameat(at, NEW, AT_FDCWD, folder->dir);
	if (rc && (errno == EEXIST || errno == ENOTEMPTY))
		return replace(folder, err);
	return rc ? err_errno(err, ERR_STORAGE,
			      "cannot make the directory '%s'", folder->dir)
		  : 0;
}

int folder_close(struct folder *folder, bool keep, struct err *err)
{
	int rc = 0;

	if (keep && folder->aside[0])
		rc =
		    folder->is_new ? appear(folder, err) : replace(folder, err);
	temporary_dir_close(&folder->temporary);
	while (folder->noutdated)
		free(folder->outdated[--folder->noutdated]);
	free(folder->outdated);
	memset(folder, 0, sizeof(*folder));
	return rc;
}

/* ---- files ----------------------------------------------------------------------- */

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

int folder_replace(const char *dir, const char *name, const struct str *text,
		   struct err *err)
{
	char path[FILE_PATH];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return temporary_write(path, text, err);
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

void folder_names_free(char **names, size_t count)
{
	while (names && count)
		free(names[--count]);
	free(names);
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
			folder_names_free(names, *count);
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
