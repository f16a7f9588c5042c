/* Reading a file that the user named, as a whole. */
#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

int file_read(struct str *text, const char *what, const char *path, size_t mib,
	      struct err *err)
{
	size_t got, max = mib << 20;
	char part[65536];
	struct stat st;
	FILE *f = fopen(path, "re");
	int rc = -1;

	if (!f)
		return err_errno(err, err_kind_of_file(errno),
				 "cannot open %s '%s'", what, path);
	if (!fstat(fileno(f), &st) && S_ISDIR(st.st_mode)) {
		err_set(err, ERR_USAGE, "cannot read %s '%s': is a directory",
			what, path);
		goto out;
	}
	while (text->len <= max && (got = fread(part, 1, sizeof(part), f)) > 0)
		str_add_bytes(text, part, got);
	if (ferror(f))
		err_errno(err, err_kind_of_file(errno), "cannot read %s '%s'",
			  what, path);
	else if (text->len > max)
		err_set(err, ERR_USAGE,
			"%s '%s' is longer than %zu MiB; split it", what, path,
			mib);
	else
		rc = str_check(text, err);
out:
	fclose(f);
	return rc;
}
