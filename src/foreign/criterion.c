/* The name of a benchmark of criterion (Rust), which only the path of its files
 * has: target/criterion/GROUP/FUNCTION/VALUE/new/estimates.json. */
#include "foreign/reader.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define DIRECTORY "/criterion/"

/* Cuts the last part off a path. Returns it, or "". */
static const char *cut_part(char *path)
{
	char *slash = strrchr(path, '/');

	if (!slash)
		return "";
	*slash = '\0';
	return slash + 1;
}

/* The part behind the last directory of criterion, or NULL. */
static char *behind_directory(char *path)
{
	char *found = NULL, *at = path;

	while ((at = strstr(at, DIRECTORY))) {
		at += strlen(DIRECTORY) - 1;
		found = at + 1;
	}
	return found;
}

static int refuse_change(const struct foreign *f, struct err *err)
{
	return err_set(err, ERR_USAGE,
		       "'%s' has relative changes; import new/estimates.json "
		       "or new/sample.json beside its directory",
		       f->mistakes->file);
}

/* Takes the name from a path, which is changed; of other paths than criterion's the
 * name is that of the file, without its suffix. */
static int name_of_path(const struct foreign *f, char *path, struct str *name,
			struct err *err)
{
	char *found = behind_directory(path), *end;
	const char *when;

	if (!found || !strchr(found, '/')) {
		found = strrchr(path, '/');
		found = found ? found + 1 : path;
		end = strrchr(found, '.');
		str_add_bytes(name, found,
			      end && end > found ? (size_t)(end - found)
						 : strlen(found));
		return str_check(name, err);
	}
	cut_part(found);
	/* what is left ends in the name of a measurement: new, base or one that
	 * was given with --save-baseline */
	when = strrchr(found, '/');
	if (when && !strcmp(when, "/change"))
		return refuse_change(f, err);
	if (when)
		cut_part(found);
	str_add(name, found);
	return str_check(name, err);
}

int criterion_name(struct foreign *f, struct str *name, struct err *err)
{
	char *path = realpath(f->mistakes->file, NULL);
	int rc;

	if (!path)
		path = mem_text(f->mistakes->file, err);
	if (!path)
		return -1;
	rc = name_of_path(f, path, name, err);
	free(path);
	if (rc)
		return -1;
	str_addf(&f->label, "criterion %s", name->text);
	return str_check(&f->label, err);
}
