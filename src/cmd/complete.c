/*
 * dotrec complete: what may follow the words of an unfinished command line, for the
 * completion of a shell. All of it follows from the tables of commands and options:
 * words in capitals, in a usage or as the argument of an option, say what is meant.
 */
#include "cmd/cmd.h"

#include "base/line.h"
#include "report/report.h"
#include "store/query.h"
#include "table/table.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct line {
	char **words; /* after "dotrec"; the last one is unfinished */
	size_t count;
	const char *last;
	const char *prefix; /* printed before each offer, as in --format=csv */
	const char *db;
};

/* Offers a word, if the last one begins it. A word that could not be printed as it is, as
 * a name in a database may be, is left out. */
static void offer(const struct line *l, const char *word, const char *help)
{
	struct str clean = { 0 }, words = { 0 };

	line_add(&clean, word);
	line_add(&words, help);
	if (clean.text && words.text && !strcmp(clean.text, word) &&
	    !strncmp(word, l->last, strlen(l->last)))
		printf("%s%s\t%s\n", l->prefix, word, words.text);
	str_free(&clean);
	str_free(&words);
}

/* Offers a column of the rows of a query; nothing if there is no database. */
static void offer_rows(const struct line *l, const char *query,
		       const char *column, const char *help)
{
	struct err err = { 0 };
	struct db *db = db_open(l->db, DB_READ, &err);
	struct query *q =
	    db ? query_open_named(db, query, NULL, 0, &err) : NULL;
	struct value word, text;

	while (q && query_next(q, &err) == 1) {
		query_value_of(q, column, &word);
		query_value_of(q, help, &text);
		/* it would be read as an option, or as a kind of file */
		if (*word.text && *word.text != '-' && *word.text != ':')
			offer(l, word.text, text.text);
	}
	query_close(q);
	db_close(db);
}

static void offer_runs(const struct line *l)
{
	offer(l, "last", "the last run");
	offer(l, "last~1", "the run before the last");
	offer_rows(l, "runs", "label", "started_utc");
	offer_rows(l, "runs", "uuid", "started_utc");
}

static void offer_series(const struct line *l)
{
	offer_rows(l, "series", "series", "last_utc");
}

static void offer_queries(const struct line *l)
{
	char help[300];
	const char *name;
	size_t i;

	for (i = 0; query_list(i, &name, help, sizeof(help)); i++)
		offer(l, name, help);
}

static void offer_reports(const struct line *l)
{
	struct table table = { 0 };
	struct err err = { 0 };
	size_t i;

	if (!report_list(&table, &err))
		for (i = table.columns; i + 1 < table.count; i += table.columns)
			offer(l, table.cells[i].text, table.cells[i + 1].text);
	table_free(&table);
}

static void offer_files(const struct line *l)
{
	(void)l;
	printf(":files\n");
}

static void offer_directories(const struct line *l)
{
	(void)l;
	printf(":directories\n");
}

static const struct {
	const char *word; /* in a usage, or the argument of an option */
	void (*offer)(const struct line *l);
} kinds[] = {
	{ "FILE", offer_files },     { "PLAN.csv", offer_files },
	{ "FILE.csv", offer_files }, { "DIR", offer_directories },
	{ "RUN", offer_runs },       { "OLD", offer_runs },
	{ "SERIES", offer_series },  { "QUERY", offer_queries },
	{ "REPORT", offer_reports },
};

/* Offers what a word in capitals stands for; one in small letters is meant itself. */
static void offer_meaning(const struct line *l, char *word)
{
	size_t len = strlen(word), i;

	if (len > 3 && !strcmp(word + len - 3, "..."))
		word[len - 3] = '\0';
	if (islower((unsigned char)*word) && !strchr(word, '=') &&
	    strcmp(word, "or") != 0)
		offer(l, word, "");
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strcmp(kinds[i].word, word))
			kinds[i].offer(l);
}

/* Offers the words of a text such as "[RUN...]" or "samples, summaries or all". The
 * argument of an option in it is left out, and so are the words in parentheses. */
static void offer_words(const struct line *l, const char *text)
{
	char word[40], before[40] = "";
	bool argument = false; /* of an option, is the next word */
	size_t len;

	for (; *text; text += len) {
		if (*text == '(')
			text += strcspn(text, ")");
		len = strcspn(text, " ,[]|()");
		if (!len) {
			len = *text != '\0';
			continue;
		}
		snprintf(word, sizeof(word), "%.*s", (int)len, text);
		if (*word != '-' && !argument && strcmp(word, before) != 0)
			offer_meaning(l, word);
		argument = *word == '-';
		snprintf(before, sizeof(before), "%.*s", (int)len, text);
	}
}

static void offer_argument(const struct line *l, const struct opt *option)
{
	bool choice =
	    !strcmp(option->arg, "FORMAT") || !strcmp(option->arg, "WHAT");

	offer_words(l, choice ? option->help : option->arg);
}

static const struct opt *find_long(const struct opt *options, const char *name,
				   size_t len)
{
	for (; options->name; options++)
		if (strlen(options->name) == len &&
		    !strncmp(options->name, name, len))
			return options;
	return NULL;
}

/* The option that the word names, if it takes its argument from the next word. */
static const struct opt *option_before(const struct opt *options,
				       const char *word)
{
	const struct opt *option = NULL;

	if (!strncmp(word, "--", 2)) {
		option = find_long(options, word + 2, strlen(word + 2));
	} else if (*word == '-' &&
		   word[1]) { /* letters, the last of which counts */
		for (option = options; option->name; option++)
			if (option->letter == word[strlen(word) - 1])
				break;
	}
	return option && option->name && option->arg ? option : NULL;
}

static void offer_all(const struct cmd *cmd, const struct opt *options,
		      void *context)
{
	struct line *l = context;
	const struct opt *option =
	    l->count > 1 ? option_before(options, l->words[l->count - 2])
			 : NULL;
	const char *equals = strchr(l->last, '=');
	char word[80];

	if (!option && equals && !strncmp(l->last, "--", 2)) {
		option = find_long(options, l->last + 2,
				   (size_t)(equals - l->last - 2));
		snprintf(word, sizeof(word), "%.*s",
			 (int)(equals + 1 - l->last), l->last);
		l->prefix = word;
		l->last = equals + 1;
		if (!option || !option->arg)
			return;
	}
	if (option) {
		offer_argument(l, option);
	} else if (*l->last == '-') {
		for (; options->name; options++) {
			snprintf(word, sizeof(word), "--%s", options->name);
			offer(l, word, options->help);
		}
	} else {
		offer_words(l, cmd->usage);
	}
}

/* The database that the line names. */
static const char *line_db(const struct line *l, const char *otherwise)
{
	size_t i;

	for (i = 0; i + 1 < l->count; i++) {
		if (!strncmp(l->words[i], "--db=", 5))
			return l->words[i] + 5;
		if (i + 2 < l->count && (!strcmp(l->words[i], "-d") ||
					 !strcmp(l->words[i], "--db")))
			return l->words[i + 1];
	}
	return otherwise;
}

/* The command of the line; NULL as long as its word is not finished. */
static const struct cmd *line_command(const struct line *l)
{
	const struct cmd *cmd = NULL;
	size_t i;

	for (i = 0; i + 1 < l->count && !cmd; i++) {
		if (!strcmp(l->words[i], "-d") || !strcmp(l->words[i], "--db"))
			i++;
		else
			cmd = cmd_find(l->words[i]);
	}
	return cmd;
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	struct cmd_common common = { 0 };
	const struct opt options[] = { CMD_COMMON_OPTIONS(common) };
	struct line l = { .prefix = "", .last = "" };
	const struct cmd *cmd;
	int first, code;
	size_t i;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	l.words = argv + first;
	l.count = (size_t)(argc - first);
	l.db = line_db(&l, common.db);
	if (l.count)
		l.last = l.words[l.count - 1];
	cmd = line_command(&l);
	if (cmd && !strcmp(l.words[0], "help"))
		return EXIT_OK;
	if (cmd) {
		cmd_visit_options(cmd, offer_all, &l);
		return EXIT_OK;
	}
	for (i = 0; cmd_table[i]; i++)
		offer(&l, cmd_table[i]->name, cmd_table[i]->summary);
	offer(&l, "help", "prints the options of a command");
	offer(&l, "version", "prints the version");
	return EXIT_OK;
}

const struct cmd command_complete = {
	.name = "complete",
	.usage = "-- [WORD...]",
	.operands = CMD_ANY,
	.summary = "lists what may follow these words, for a shell",
	.exec = exec,
};
