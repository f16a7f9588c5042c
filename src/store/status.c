/* Reads the state of a database: its size, its newest run, absent nights. */
#include "store/status.h"

#include "base/mem.h"
#include "db/statement.h"
#include "stats/select.h"
#include "stats/summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define DAY_S 86400

struct night {
	int64_t day, start_s; /* of its date, and of its run, since 1970 */
	int64_t utc_offset_s; /* at its start */
};

static int read_totals(struct db *db, struct status *status, struct err *err)
{
	static const char *const suffix[] = { "", "-wal" };
	sqlite3_stmt *s = db_statement(db, "store/database", err);
	struct str path = { 0 };
	struct stat st;
	int code, rc;
	size_t i;

	if (!s)
		return -1;
	code = sqlite3_step(s);
	status->runs = sqlite3_column_int64(s, 0);
	status->samples = sqlite3_column_int64(s, 1);
	status->sketches = sqlite3_column_int64(s, 2);
	status->version = sqlite3_column_int64(s, 3);
	if (db_row_ended(db, s, code, err))
		return -1;
	for (i = 0; i < 2; i++) {
		path.len = 0;
		str_addf(&path, "%s%s", db->path, suffix[i]);
		if (!path.failed && !stat(path.text, &st))
			status->bytes += st.st_size;
	}
	rc = str_check(&path, err);
	str_free(&path);
	return rc;
}

static int read_last(struct db *db, struct status *status, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/last_recorded", err);
	int code;

	if (!s)
		return -1;
	code = sqlite3_step(s);
	if (code == SQLITE_ROW) {
		status->last_id = sqlite3_column_int64(s, 0);
		str_copy(status->last_utc, CLOCK_UTC_SIZE,
			 db_column_text(s, 1));
		str_copy(status->last_status, sizeof(status->last_status),
			 db_column_text(s, 2));
		str_copy(status->last_label, sizeof(status->last_label),
			 db_column_text(s, 3));
		str_copy(status->good_utc, CLOCK_UTC_SIZE,
			 db_column_text(s, 4));
		status->last_bare = sqlite3_column_int(s, 5);
	}
	return code == SQLITE_DONE ? db_ended(db, s, code, err)
				   : db_row_ended(db, s, code, err);
}

static int read_incomplete(struct db *db, struct status *status,
			   struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/incomplete", err);
	int code = SQLITE_DONE;
	size_t cap = 0;

	if (!s)
		return -1;
	db_int(s, ":run_id", status->last_id);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		char *text = mem_text(db_column_text(s, 0), err);

		if (!text ||
		    mem_grow(&status->incomplete, &cap, status->nincomplete + 1,
			     sizeof(text), err)) {
			free(text);
			break;
		}
		status->incomplete[status->nincomplete++] = text;
	}
	return db_ended(db, s, code, err);
}

/* ---- nights ------------------------------------------------------------ */

/* Reads the latest nights, newest first. Returns their number, or -1 with
 * *err. */
static int read_latest_nights(struct db *db, struct night night[STATUS_NIGHTS],
			      struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/status_nights", err);
	int count = 0, code = SQLITE_DONE;

	if (!s)
		return -1;
	db_int(s, ":limit", STATUS_NIGHTS);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		night[count].day = sqlite3_column_int64(s, 0);
		night[count].start_s = sqlite3_column_int64(s, 1);
		night[count++].utc_offset_s = sqlite3_column_int64(s, 2);
	}
	return db_ended(db, s, code, err) ? -1 : count;
}

/* The median distance between nights in days; 1 for fewer than three nights. */
static int64_t learn_cadence(const struct night *night, int count)
{
	double gap[STATUS_NIGHTS];
	int i;

	if (count < 3)
		return 1;
	for (i = 0; i + 1 < count; i++)
		gap[i] = (double)(night[i].day - night[i + 1].day);
	stats_sort(gap, (size_t)count - 1);
	return llround(fmax(1, stats_quantile(gap, (size_t)count - 1, 0.5)));
}

static void add_absent_night(struct status *status, int64_t day)
{
	if (status->nabsent < STATUS_NIGHTS)
		status->absent[status->nabsent++] = day;
}

/* Adds the absent nights between two nights that took place. */
static void find_gaps(struct status *status, const struct night *night,
		      int count)
{
	int64_t day;
	int i;

	for (i = count - 1; i > 0; i--)
		for (day = night[i].day + status->cadence;
		     2 * (night[i - 1].day - day) >= status->cadence;
		     day += status->cadence)
			add_absent_night(status, day);
}

/* The start of a night so many days after `night`: at the same local time if it
 * was recorded in the time zone of this process. */
static int64_t days_after(const struct night *night, int64_t days)
{
	int64_t due_s = night->start_s + days * DAY_S;

	if (clock_utc_offset_s(night->start_s) == night->utc_offset_s)
		due_s += night->utc_offset_s - clock_utc_offset_s(due_s);
	return due_s;
}

/* Adds the absent nights since the last one, and sets when the next is due. */
static void find_due(struct status *status, const struct night *last,
		     int64_t now_s)
{
	int64_t step_s = status->cadence * DAY_S;
	int64_t days = status->cadence;

	for (; now_s - days_after(last, days) > step_s / 4;
	     days += status->cadence) {
		add_absent_night(status, last->day + days);
		status->overdue = true;
	}
	clock_text(days_after(last, days), status->next_utc);
}

int store_status(struct db *db, struct status *status, struct err *err)
{
	struct night night[STATUS_NIGHTS];
	int count;

	memset(status, 0, sizeof(*status));
	if (read_totals(db, status, err) || read_last(db, status, err) ||
	    read_incomplete(db, status, err) ||
	    store_future(db, &status->future, err))
		return -1;
	count = read_latest_nights(db, night, err);
	if (count < 0)
		return -1;
	status->cadence = learn_cadence(night, count);
	status->overdue = !count;
	if (count) {
		find_gaps(status, night, count);
		find_due(status, &night[0], clock_unix_s());
	}
	return 0;
}

void status_free(struct status *status)
{
	size_t i;

	for (i = 0; i < status->nincomplete; i++)
		free(status->incomplete[i]);
	free(status->incomplete);
}
