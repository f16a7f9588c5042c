/* Programs that are asked something in the directory of a report. */
#include "report/tool.h"

#include "base/clock.h"
#include "proc/child.h"
#include "report/folder.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ANSWER_S 60

int tool_ask(char *const argv[], const char *dir, struct str *answer,
	     int *status, struct err *err)
{
	int64_t deadline_ns = clock_ns() + ANSWER_S * (int64_t)CLOCK_NS_PER_S;
	char name[80], path[FOLDER_PATH + 100], what[200];
	struct child child = { 0 };
	int rc;

	snprintf(name, sizeof(name), ".said-%.40s", argv[0]);
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	snprintf(what, sizeof(what), "'%.90s %.90s'", argv[0],
		 argv[1] ? argv[1] : "");
	if (child_exec(&child, argv, dir, path, ANSWER_S, err))
		return -1;
	rc = child_finish(&child, what, deadline_ns, err);
	if (!rc)
		rc = folder_read(dir, name, answer, err);
	if (rc > 0) /* there is no file */
		rc = err_set(err, ERR_ENVIRONMENT, "%s could not be started",
			     what);
	unlink(path);
	*status = child.status;
	return rc;
}

void tool_first_line(const struct str *answer, char *line, size_t size)
{
	const char *text = answer->text ? answer->text : "";
	int len;

	text += strspn(text, " \t\n");
	len = (int)strcspn(text, "\n");
	snprintf(line, size, "%.*s", len, len ? text : "");
	if (!len)
		snprintf(line, size, "no message");
}
