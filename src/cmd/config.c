/* Settings that a user keeps in a file, instead of options. */
#include "cmd/config.h"

#include "base/file.h"
#include "base/log.h"
#include "base/near.h"
#include "plan/plan.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCAL       ".dotrec"
#define BLANKS      " \t\n\v\f\r"
#define ENTRIES_MAX 64

/* The keys that may stand there, by themselves or behind the name of a command: options,
 * and `plan`, an operand. */
static const char *const keys[] = { "db", "plan", "output", "utc", "notify" };

static size_t find_key(const char *name)
{
	size_t i = 0;

	while (i < sizeof(keys) / sizeof(keys[0]) && strcmp(keys[i], name) != 0)
		i++;
	return i;
}

/* Whether the option of a command can be kept here. The output of 'export' is a file. */
static bool is_setting(const struct cmd *cmd, const char *name)
{
	return find_key(name) < sizeof(keys) / sizeof(keys[0]) &&
	       (strcmp(cmd->name, "export") != 0 ||
		strcmp(name, "output") != 0);
}

/* A key, and whether the command that is visited has it. */
struct has {
	const char *name;
	bool has;
};

static void look_for(const struct cmd *cmd, const struct opt *options,
		     void *context)
{
	struct has *h = context;

	h->has = !strcmp(h->name, "plan") && strstr(cmd->usage, "PLAN.csv");
	for (; options->name; options++)
		h->has = h->has || (!strcmp(options->name, h->name) &&
				    is_setting(cmd, h->name));
}

/* A setting. Those of ./.dotrec come before those of the user. */
struct entry {
	const char *key, *value; /* in the text of the file */
	const char *file;
	size_t line;
	bool local; /* of the present directory */
};

static struct config {
	struct str text[2], path; /* of the files; of the user's file */
	struct entry entry[ENTRIES_MAX];
	size_t count;
	bool read;
} config;

static int unknown_key(const struct entry *e, const char *name, struct err *err)
{
	struct near near = { .word = name };
	struct str known = { 0 };
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		near_offer(&near, keys[i]);
		str_addf(&known, " %s", keys[i]);
	}
	err_set(err, ERR_USAGE,
		"%s:%zu: unknown key '%s'%s; known are:%s, and COMMAND.KEY",
		e->file, e->line, e->key, near_hint(&near),
		known.text ? known.text : "");
	str_free(&known);
	return -1;
}

/* Checks the key: one of those above, alone or behind a command that has it. */
static int check_key(const struct entry *e, const char *name, struct err *err)
{
	struct has has = { name, true };
	const struct cmd *cmd;
	char command[32];

	if (find_key(name) == sizeof(keys) / sizeof(keys[0]))
		return unknown_key(e, name, err);
	if (name == e->key)
		return 0;
	snprintf(command, sizeof(command), "%.*s", (int)(name - 1 - e->key),
		 e->key);
	cmd = cmd_find(command);
	if (cmd)
		cmd_visit_options(cmd, look_for, &has);
	if (!cmd || !has.has)
		return err_set(err, ERR_USAGE, "%s:%zu: '%s': %s", e->file,
			       e->line, e->key,
			       cmd ? "the command has no such setting; leave "
				     "the line out"
				   : "dotrec has no such command");
	return 0;
}

/* Checks the value. */
static int check_value(const struct entry *e, const char *name, struct err *err)
{
	bool path = strcmp(name, "utc") != 0 && strcmp(name, "notify") != 0;

	if (!strcmp(name, "utc") && *e->value && strcmp(e->value, "no") != 0 &&
	    strcmp(e->value, CONFIG_YES) != 0)
		return err_set(err, ERR_USAGE,
			       "%s:%zu: '%s' is yes or no, not '%s'", e->file,
			       e->line, e->key, e->value);
	if (path && *e->value && strchr("\"'~", *e->value))
		return err_set(err, ERR_USAGE,
			       "%s:%zu: '%s' is taken as it is: write it "
			       "without quotes, and a directory instead of ~",
			       e->file, e->line, e->key);
	if (path && !e->local && *e->value && *e->value != '/' &&
	    strcmp(e->value, PLAN_BUILTIN) != 0)
		return err_set(err, ERR_USAGE,
			       "%s:%zu: '%s' is for every directory, so it "
			       "must begin with /",
			       e->file, e->line, e->key);
	return 0;
}

/* Checks a setting, which is the last one of those read. */
static int check_entry(const struct config *c, struct err *err)
{
	const struct entry *e = &c->entry[c->count - 1];
	const char *dot = strchr(e->key, '.');
	const char *name = dot ? dot + 1 : e->key;
	size_t i;

	for (i = 0; i + 1 < c->count; i++)
		if (c->entry[i].local == e->local &&
		    !strcmp(c->entry[i].key, e->key))
			return err_set(err, ERR_USAGE,
				       "%s:%zu: '%s' stands in line %zu, too; "
				       "leave one of them out",
				       e->file, e->line, e->key,
				       c->entry[i].line);
	return check_key(e, name, err) || check_value(e, name, err) ? -1 : 0;
}

/* Reads the lines of a file, whose text is changed. */
static int read_lines(struct config *c, char *text, const char *file,
		      struct err *err)
{
	char *line, *equals;
	size_t number = 0;
	struct entry *e;

	while ((line = strsep(&text, "\n"))) {
		number++;
		line = str_trimmed(line, BLANKS);
		if (!*line || *line == '#')
			continue;
		equals = strchr(line, '=');
		if (!equals)
			return err_set(
			    err, ERR_USAGE,
			    "%s:%zu: '%s' is not KEY = VALUE, such as "
			    "db = nights.db",
			    file, number, line);
		if (c->count == ENTRIES_MAX)
			return err_set(err, ERR_USAGE,
				       "%s:%zu: more than %d settings", file,
				       number, ENTRIES_MAX);
		*equals = '\0';
		e = &c->entry[c->count++];
		*e = (struct entry){ str_trimmed(line, BLANKS),
				     str_trimmed(equals + 1, BLANKS), file,
				     number, !strcmp(file, LOCAL) };
		if (check_entry(c, err))
			return -1;
	}
	return 0;
}

/* Whether the file is there; if it is that of the present directory, whether it is also
 * the user's own. */
static bool is_usable(const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return false;
	if (!S_ISREG(st.st_mode)) {
		log_warn("'%s' is not read, because it is no file", path);
		return false;
	}
	if (strcmp(path, LOCAL) != 0 ||
	    (st.st_uid == geteuid() && !(st.st_mode & (S_IWGRP | S_IWOTH))))
		return true;
	log_warn("'%s' is not read: others own it or may write it, and could "
		 "run commands by it; if it is yours, chmod go-w %s",
		 path, path);
	return false;
}

static int read_file(struct config *c, struct str *text, const char *path,
		     struct err *err)
{
	if (!is_usable(path))
		return 0;
	if (file_read(text, "the configuration", path, 1, err))
		return -1;
	if (text->text && strlen(text->text) != text->len)
		return err_set(err, ERR_USAGE, "'%s' is no text", path);
	if (!text->text)
		return 0;
	return read_lines(c, text->text + str_mark(text->text, text->len), path,
			  err);
}

static int read_all(struct config *c, struct err *err)
{
	const char *home = getenv("XDG_CONFIG_HOME");

	c->read = true;
	if (home && *home == '/')
		str_addf(&c->path, "%s/dotrec/config", home);
	else if ((home = getenv("HOME")) && *home == '/')
		str_addf(&c->path, "%s/.config/dotrec/config", home);
	if (str_check(&c->path, err) || read_file(c, &c->text[0], LOCAL, err))
		return -1;
	return c->path.len ? read_file(c, &c->text[1], c->path.text, err) : 0;
}

/* What the files say of an option of a command; NULL: nothing. */
static const char *find(const struct config *c, const char *command,
			const char *name)
{
	size_t length = strlen(command), i;
	const char *key, *file = NULL, *plain = NULL;

	for (i = 0; i < c->count; i++) {
		key = c->entry[i].key;
		if (plain && c->entry[i].file != file)
			break; /* the file that comes first has it */
		file = c->entry[i].file;
		if (!strncmp(key, command, length) && key[length] == '.' &&
		    !strcmp(key + length + 1, name))
			return c->entry[i].value;
		if (!strcmp(key, name))
			plain = c->entry[i].value;
	}
	return plain;
}

int config_apply(const struct cmd *cmd, const struct opt *options,
		 const char **plan, struct err *err)
{
	const char *value;

	if (!config.read && read_all(&config, err))
		return -1;
	for (; options->name; options++) {
		value = is_setting(cmd, options->name)
			    ? find(&config, cmd->name, options->name)
			    : NULL;
		if (value && *value && (options->arg || strcmp(value, "no")))
			*options->value = value;
	}
	value = find(&config, cmd->name, "plan");
	*plan = value && *value ? value : NULL;
	return 0;
}
