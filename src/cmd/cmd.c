/* The table of commands, and what several of them share. */
#include "cmd/cmd.h"

#include "base/exitcode.h"
#include "base/log.h"
#include "base/output.h"
#include "base/str.h"
#include "base/units.h"
#include "cmd/config.h"
#include "db/open.h"
#include "store/find.h"
#include "strategy/mpi.h"
#include "strategy/peers.h"
#include "table/layout.h"
#include "travel/travel.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern const struct cmd command_run, command_plan, command_report,
    command_query, command_list, command_check, command_compare, command_accept,
    command_exclude, command_replay, command_nightly, command_status,
    command_export, command_import, command_merge, command_prune,
    command_backup, command_doctor, command_upgrade, command_peer,
    command_predict, command_complete;

const struct cmd *const cmd_table[] = {
	&command_run,
	&command_plan,
	&command_report,
	&command_query,
	&command_list,
	&command_check,
	&command_compare,
	&command_accept,
	&command_exclude,
	&command_replay,
	&command_nightly,
	&command_status,
	&command_export,
	&command_import,
	&command_merge,
	&command_prune,
	&command_backup,
	&command_doctor,
	&command_upgrade,
	&command_peer,
	&command_predict,
	&command_complete,
	NULL,
};

const struct cmd *cmd_find(const char *name)
{
	size_t i;

	for (i = 0; cmd_table[i]; i++)
		if (!strcmp(cmd_table[i]->name, name))
			return cmd_table[i];
	return NULL;
}

/* Who is shown the options of a command that is not executed. */
static struct {
	cmd_visit *visit;
	void *context;
} visitor;

void cmd_visit_options(const struct cmd *cmd, cmd_visit *visit, void *context)
{
	char name[16];
	char *argv[] = { name, NULL };

	str_copy(name, sizeof(name), cmd->name);
	visitor.visit = visit;
	visitor.context = context;
	cmd->exec(cmd, 1, argv);
	visitor.visit = NULL;
}

int cmd_begin(const struct cmd *cmd, int argc, char **argv,
	      const struct opt *options, struct cmd_common *common, int *first)
{
	struct err err = { 0 }, unreadable = { 0 };
	const char *db = getenv("DOTREC_DB");
	int rc;

	if (visitor.visit) {
		visitor.visit(cmd, options, visitor.context);
		return EXIT_OK;
	}
	rc = config_apply(cmd, options, &common->plan, &unreadable);
	if (db && *db)
		common->db = db;
	if (opt_parse(argc, argv, options, first, &err))
		return exitcode_tell(&err);
	if (common->help) {
		printf("usage: dotrec %s%s%s\n%s\n\n", cmd->name,
		       *cmd->usage ? " " : "", cmd->usage, cmd->summary);
		opt_help(options);
		return EXIT_OK;
	}
	if (common->version) {
		printf("dotrec %s\n", PACKAGE_VERSION);
		return EXIT_OK;
	}
	if (rc)
		return exitcode_tell(&unreadable);
	if (cmd->operands != CMD_ANY && argc > *first + cmd->operands)
		return cmd_surplus(argv[*first + cmd->operands]);
	log_set_level(common->verbose ? LOG_DEBUG
		      : common->quiet ? LOG_WARN
				      : LOG_INFO);
	if (!common->db || !*common->db)
		common->db = "dotrec.db";
	return -1;
}

int cmd_take_programs(const struct cmd_programs *programs, struct err *err)
{
	if (programs->launcher && mpi_set_launcher(programs->launcher, err))
		return -1;
	return peers_add(programs->peers, err);
}

int cmd_surplus(const char *operand)
{
	struct err err = { 0 };

	err_set(&err, ERR_USAGE, "unexpected operand '%s'; see --help",
		operand);
	return exitcode_tell(&err);
}

int cmd_print(const struct table *table, struct err *err)
{
	struct str out = { 0 };
	int rc;

	layout_table(table, false, &out);
	rc = output_show(&out, err);
	str_free(&out);
	return rc;
}

int cmd_taken(const char *db_path, const struct merge_result *result,
	      struct err *err)
{
	char text[UNITS_SIZE];

	log_info("'%s': %s added, %zu replaced by a more "
		 "complete copy, %zu already stored",
		 db_path, units_count(text, result->added, "run"),
		 result->replaced, result->kept);
	if (!result->conflicts)
		return 0;
	return err_set(
	    err, ERR_VERIFY,
	    "'%s': %s; each run that is named stays unchanged, all else "
	    "is merged",
	    db_path, units_count(text, result->conflicts, "conflict"));
}

int cmd_date(const char *name, const char *text, struct date *date,
	     struct err *err)
{
	if (!date_parse(text, date))
		return err_set(err, ERR_USAGE,
			       "--%s: '%s' is not a date such as 2026-11-22 "
			       "or a time such as 2026-11-22T07:15:08Z",
			       name, text);
	return 0;
}

int cmd_now(const char *text, struct err *err)
{
	struct date now;

	if (!text)
		return 0;
	if (cmd_date("now", text, &now, err))
		return -1;
	clock_pretend(now.unix_s);
	return 0;
}

int cmd_tell_future(struct db *db, struct err *err)
{
	struct str words = { 0 };
	int rc = store_future_words(db, &words, err);

	if (!rc && words.len)
		log_warn("%s", words.text);
	str_free(&words);
	return rc;
}
