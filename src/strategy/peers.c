/* The strategies that other programs carry out: `mpi`, and `peer:NAME` for each
 * peer that was found or named. */
#include "strategy/peers.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/sys.h"
#include "strategy/mpi.h"
#include "strategy/peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct known_peer {
	char name[sizeof(PEERS_PREFIX) + PEERS_NAME_MAX];
	char command[PEERS_COMMAND_MAX];
	bool asked;
	struct peer_hello hello;
	struct err trouble; /* why it is missing or failed */
	struct strategy strategy;
	bool mpi; /* its command depends on the number of ranks */
};

/* Filled before anything runs. */
static struct known_peer peers[PEERS_MAX];
static size_t peers_count;
static bool peers_found;

static struct known_peer *peer_of(const struct strategy *strategy)
{
	size_t i;

	for (i = 0; i < peers_count; i++)
		if (&peers[i].strategy == strategy)
			return &peers[i];
	return NULL;
}

/* The peer of this name, of `len` characters and without the prefix. */
static struct known_peer *peer_named(const char *name, size_t len)
{
	const size_t prefix = strlen(PEERS_PREFIX);
	size_t i;

	for (i = 0; i < peers_count; i++)
		if (strlen(peers[i].name) == prefix + len &&
		    !memcmp(peers[i].name + prefix, name, len))
			return &peers[i];
	return NULL;
}

/* ---- the strategy -------------------------------------------------------- */

static const char *missing(const struct strategy *self)
{
	const struct known_peer *p = peer_of(self);

	return p->trouble.kind == ERR_MISSING ? p->trouble.text : NULL;
}

static int open_peer(void **state, const struct cell *cell,
		     const struct kernel *kernel, const struct vectors *vectors,
		     struct err *err)
{
	const char *name = cell->strategy + strlen(PEERS_PREFIX);
	const struct known_peer *p = peer_named(name, strlen(name));

	(void)kernel;
	if (p->trouble.kind) {
		*err = p->trouble;
		return -1;
	}
	return peer_cell_open(state, p->name, p->command, 0, cell, vectors,
			      err);
}

static const struct strategy any_peer = {
	.summary = "another program, which has its own vectors",
	.flags = STRATEGY_WAITS | STRATEGY_COPIES | STRATEGY_PROGRAM |
		 STRATEGY_ANY_KERNEL,
	.missing = missing,
	.open = open_peer,
	.opened_ns = peer_cell_opened_ns,
	.ready = peer_cell_ready,
	.rest = peer_cell_rest,
	.once = peer_cell_once,
	.close = peer_cell_close,
};

/* ---- names and commands -------------------------------------------------- */

static bool is_peer_name(const char *name, size_t len)
{
	return len > 0 && len <= PEERS_NAME_MAX && name[0] != '-' &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") >= len;
}

/* Adds a peer. The table only grows at its end, because strategies point into
 * it. The command may be "". Returns NULL if the table is full. */
static struct known_peer *append(const char *name, const char *command)
{
	struct known_peer *p = &peers[peers_count];

	if (peers_count == PEERS_MAX)
		return NULL;
	snprintf(p->name, sizeof(p->name), "%s%s", PEERS_PREFIX, name);
	str_copy(p->command, sizeof(p->command), command);
	p->strategy = any_peer;
	p->strategy.name = p->name;
	peers_count++;
	return p;
}

/* Adds the strategy `mpi`, which is named without a prefix. */
static void append_mpi(void)
{
	struct known_peer *p = &peers[peers_count];

	if (peers_count == PEERS_MAX)
		return;
	strcpy(p->name, MPI_NAME);
	p->mpi = true;
	p->strategy = strategy_mpi;
	p->strategy.missing = missing;
	peers_count++;
}

static int add_peer(const char *text, struct err *err)
{
	size_t len = strcspn(text, "=");
	char name[PEERS_NAME_MAX + 1] = "";

	if (text[len] != '=' || !is_peer_name(text, len) || !text[len + 1])
		return err_set(err, ERR_USAGE,
			       "--peer: '%s' is not NAME=COMMAND, with a NAME "
			       "of at most %d lower-case letters, digits, '-' "
			       "and '_'",
			       text, PEERS_NAME_MAX);
	if (strlen(text + len + 1) >= PEERS_COMMAND_MAX)
		return err_set(err, ERR_USAGE,
			       "--peer: the command of '%.*s' is longer than "
			       "%d bytes; put it into a script",
			       (int)len, text, PEERS_COMMAND_MAX - 1);
	if (peer_named(text, len))
		return err_set(err, ERR_USAGE,
			       "--peer: '%.*s' is given twice; remove one",
			       (int)len, text);
	memcpy(name, text, len);
	append(name, text + len + 1);
	return 0;
}

int peers_add(const char *const *texts, struct err *err)
{
	for (; *texts; texts++)
		if (add_peer(*texts, err))
			return -1;
	return 0;
}

/* Writes "exec 'PATH'" with quotes for the shell; false if it does not fit. */
static bool quote_command(char command[PEERS_COMMAND_MAX], const char *path)
{
	struct str text = { 0 };
	bool fits;

	str_add(&text, "exec ");
	str_add_quoted(&text, path);
	fits = !text.failed && text.len < PEERS_COMMAND_MAX;
	if (fits)
		strcpy(command, text.text);
	str_free(&text);
	return fits;
}

/* The names in a directory that may be names of peers. */
struct found {
	char name[PEERS_MAX][PEERS_NAME_MAX + 1];
	size_t count;
};

static void note_name(void *ctx, const char *name)
{
	struct found *f = ctx;

	if (f->count < PEERS_MAX && is_peer_name(name, strlen(name)) &&
	    !peer_named(name, strlen(name)))
		strcpy(f->name[f->count++], name);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void find_one(const char *dir, const char *name)
{
	char path[PEERS_COMMAND_MAX], command[PEERS_COMMAND_MAX];
	struct stat st;

	snprintf(path, sizeof(path), "%.900s/%s", dir, name);
	if (!stat(path, &st) && S_ISREG(st.st_mode) && !access(path, X_OK) &&
	    quote_command(command, path))
		append(name, command);
}

static const char *peers_dir(void)
{
	const char *dir = getenv("DOTREC_PEERS");

	return dir && *dir ? dir : PEERS_DIR;
}

void peers_find(void)
{
	struct found found = { .count = 0 };
	size_t i;

	if (peers_found)
		return;
	peers_found = true;
	append_mpi();
	sys_names(peers_dir(), note_name, &found);
	qsort(found.name, found.count, sizeof(found.name[0]), by_name);
	for (i = 0; i < found.count; i++)
		find_one(peers_dir(), found.name[i]);
}

const struct strategy *peers_want(const char *strategy)
{
	const size_t prefix = strlen(PEERS_PREFIX);
	const char *name = strategy + prefix;
	struct known_peer *p;
	size_t i;

	peers_find();
	for (i = 0; i < peers_count; i++)
		if (!strcmp(peers[i].name, strategy))
			return &peers[i].strategy;
	if (strncmp(strategy, PEERS_PREFIX, prefix) ||
	    !is_peer_name(name, strlen(name)))
		return NULL;
	p = append(name, "");
	if (p) {
		p->asked = true;
		err_set(&p->trouble, ERR_MISSING,
			"no peer '%s' in %.100s, and no option --peer names it",
			name, peers_dir());
	}
	return p ? &p->strategy : NULL;
}

const struct strategy *peers_strategy(size_t i)
{
	return i < peers_count ? &peers[i].strategy : NULL;
}

/* ---- hello --------------------------------------------------------------- */

int peers_greet(const struct strategy *strategy, struct err *err)
{
	struct known_peer *p = peer_of(strategy);
	char command[MPI_COMMAND_MAX];
	struct err failed = { 0 };
	struct peer *peer = NULL;

	if (!p || p->asked)
		return 0;
	if (!p->mpi)
		str_copy(command, sizeof(command), p->command);
	else
		mpi_command(command, 1, &failed);
	if (!failed.kind && !peer_start(&peer, p->name, command, &failed))
		peer_greet(peer, clock_ns() + PEER_GREET_NS, &p->hello,
			   &failed);
	peer_stop(peer);
	if (failed.kind == ERR_INTERRUPTED) {
		*err = failed;
		return -1;
	}
	p->asked = true;
	p->trouble = failed;
	if (p->hello.base)
		p->strategy.flags |= STRATEGY_BASE;
	if (p->hello.unchecked)
		p->strategy.flags |= STRATEGY_NO_RESULT;
	return 0;
}

const char *peers_name(const struct strategy *strategy)
{
	const struct known_peer *p = peer_of(strategy);

	return p->mpi ? p->name : p->name + strlen(PEERS_PREFIX);
}

const char *peers_text(const struct strategy *strategy)
{
	const struct known_peer *p = peer_of(strategy);

	return p && p->asked && !p->trouble.kind ? p->hello.text : NULL;
}

const char *peers_trouble(const struct strategy *strategy)
{
	const struct known_peer *p = peer_of(strategy);

	return p && p->trouble.kind ? p->trouble.text : NULL;
}
