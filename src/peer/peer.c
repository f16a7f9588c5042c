/* The protocol of doc/peers.md: requests, and answers that are checked. */
#include "peer/peer.h"

#include "base/clock.h"
#include "base/csv.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/units.h"
#include "peer/talk.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS_MAX  24
#define REQUEST_MAX 256
#define NS_MAX      ((uint64_t)1 << 62)

/* The fields of an answer; their texts lie in `text`. */
struct answer {
	char text[2 * PEER_LINE_MAX];
	const char *field[FIELDS_MAX];
	size_t count;
};

struct peer {
	struct talk talk;
	struct answer answer;
};

int peer_start(struct peer **peer, const char *name, const char *command,
	       struct err *err)
{
	struct peer *p = mem_array(1, sizeof(*p), err);

	*peer = p;
	return p ? talk_start(&p->talk, name, command, err) : -1;
}

void peer_stop(struct peer *peer)
{
	if (peer)
		talk_stop(&peer->talk, "quit\n");
	free(peer);
}

int64_t peer_started_ns(const struct peer *peer)
{
	return peer->talk.started_ns;
}

pid_t peer_group(const struct peer *peer)
{
	return peer->talk.child.pid;
}

bool peer_quit(struct peer *peer, bool in_words)
{
	return talk_end(&peer->talk, in_words ? "quit\n" : "", in_words);
}

/* ---- answers ------------------------------------------------------------- */

static int read_answer_row(void *ctx, const struct csv_row *row,
			   struct err *err)
{
	struct answer *a = ctx;
	char *at = a->text;
	size_t i;

	if (a->count || row->count > FIELDS_MAX)
		return err_set(err, ERR_FAILED,
			       "more than one row, or too many fields");
	for (i = 0; i < row->count; i++) {
		memcpy(at, row->fields[i].text, row->fields[i].len + 1);
		a->field[a->count++] = at;
		at += row->fields[i].len + 1;
	}
	return 0;
}

static int not_understood(struct peer *peer, const char *why, struct err *err)
{
	char text[TALK_SHOWN_MAX];

	return talk_refuse(&peer->talk, err, "has answered '%s': %s",
			   talk_shown(&peer->talk, text), why);
}

/*
 * Asks, and reads the answer's fields. `word` is its first field, which
 * `missing` and `error` may replace; there must be from `least` to `most`
 * fields, this one included.
 */
static int ask(struct peer *peer, const char *request, int64_t deadline_ns,
	       const char *word, size_t least, size_t most, struct err *err)
{
	struct answer *a = &peer->answer;
	struct err unread = { 0 };
	char why[80];

	a->count = 0;
	if (talk_ask(&peer->talk, request, deadline_ns, err))
		return -1;
	if (csv_read(peer->talk.line, peer->talk.len, "the answer", 0,
		     read_answer_row, a, &unread) ||
	    !a->count)
		return not_understood(peer, "it is not a line of CSV", err);
	if (!strcmp(a->field[0], "missing")) {
		peer->talk.broken = true;
		return err_set(err, ERR_MISSING, "%.180s",
			       a->count > 1 && *a->field[1] ? a->field[1]
							    : "missing");
	}
	if (!strcmp(a->field[0], "error"))
		return talk_refuse(&peer->talk, err, "says: %.160s",
				   a->count > 1 ? a->field[1] : "error");
	if (strcmp(a->field[0], word)) {
		snprintf(why, sizeof(why), "'%s' was expected", word);
		return not_understood(peer, why, err);
	}
	if (a->count < least || a->count > most) {
		snprintf(why, sizeof(why), "it has %zu fields, not %zu",
			 a->count, a->count < least ? least : most);
		return not_understood(peer, why, err);
	}
	return 0;
}

/* Checks that a time which the peer tells is not longer than the wait for it
 * since begin_ns. */
static int check_wait(struct peer *peer, const char *what, int64_t told_ns,
		      int64_t begin_ns, struct err *err)
{
	int64_t waited_ns = clock_ns() - begin_ns;
	char why[120], took[UNITS_SIZE], wait[UNITS_SIZE];

	if (told_ns <= waited_ns)
		return 0;
	snprintf(why, sizeof(why),
		 "its %s of %s is longer than the wait for it, %s", what,
		 units_time(took, (double)told_ns),
		 units_time(wait, (double)waited_ns));
	return not_understood(peer, why, err);
}

/* Reads the number in field i; an empty one is unknown where that may be. */
static int number(struct peer *peer, size_t i, bool may_be_empty,
		  int64_t *value, struct err *err)
{
	const char *text = peer->answer.field[i];
	uint64_t read;
	char why[80];

	*value = SAMPLE_UNKNOWN;
	if (!*text && may_be_empty)
		return 0;
	if (units_parse_u64(text, &read) && read <= NS_MAX) {
		*value = (int64_t)read;
		return 0;
	}
	snprintf(why, sizeof(why),
		 "field %zu is not a whole number from 0 to 2^62", i + 1);
	return not_understood(peer, why, err);
}

/* ---- requests ------------------------------------------------------------ */

/* Reads KEY=VALUE; a key has lower-case letters, digits and '_'. */
static int read_key(struct peer *peer, const char *text,
		    struct peer_hello *hello, struct err *err)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");

	if (!len || text[len] != '=')
		return not_understood(
		    peer, "what follows the version is not KEY=VALUE", err);
	if (!strcmp(text, "base=1"))
		hello->base = true;
	if (!strcmp(text, "verify=0"))
		hello->unchecked = true;
	return 0;
}

int peer_greet(struct peer *peer, int64_t deadline_ns, struct peer_hello *hello,
	       struct err *err)
{
	const struct answer *a = &peer->answer;
	size_t i, len = 0;

	memset(hello, 0, sizeof(*hello));
	if (ask(peer, "hello,1\n", deadline_ns, "hello", 4, FIELDS_MAX, err))
		return -1;
	if (strcmp(a->field[1], "1"))
		return not_understood(
		    peer, "this dotrec speaks version 1 of the protocol", err);
	if (!*a->field[2] || !*a->field[3])
		return not_understood(peer, "its name or version is empty",
				      err);
	for (i = 4; i < a->count; i++)
		if (read_key(peer, a->field[i], hello, err))
			return -1;
	for (i = 2; i < a->count && len + 1 < sizeof(hello->text); i++) {
		if (len)
			hello->text[len++] = ' ';
		str_copy(hello->text + len, sizeof(hello->text) - len,
			 a->field[i]);
		len += strlen(hello->text + len);
	}
	return 0;
}

int peer_open(struct peer *peer, const struct cell *cell, uint64_t seed,
	      int64_t deadline_ns, int64_t *cold_ns, struct err *err)
{
	int64_t begin_ns = clock_ns();
	char request[REQUEST_MAX];

	snprintf(request, sizeof(request),
		 "open,%" PRIu64 ",%s,%s,%u,%u,%s,%" PRIu64 "\n", cell->n,
		 cell->dtype, cell->kernel, cell->workers, cell->chunks,
		 cell->placement, seed);
	if (ask(peer, request, deadline_ns, "opened", 2, 2, err))
		return -1;
	if (number(peer, 1, false, cold_ns, err))
		return -1;
	return check_wait(peer, "time", *cold_ns, begin_ns, err);
}

int peer_ready(struct peer *peer, int64_t deadline_ns, struct err *err)
{
	return ask(peer, "ready\n", deadline_ns, "ready", 1, 1, err);
}

int peer_rest(struct peer *peer, int64_t deadline_ns, struct err *err)
{
	return ask(peer, "rest\n", deadline_ns, "rest", 1, 1, err);
}

int peer_close(struct peer *peer, int64_t deadline_ns, struct err *err)
{
	return ask(peer, "close\n", deadline_ns, "closed", 1, 1, err);
}

/* Checks that phases fit the total: known ones at most, all of them exactly. */
static int check_phases(struct peer *peer, const struct sample *s,
			struct err *err)
{
	const int64_t phase[] = { s->spawn_ns, s->dispatch_ns, s->compute_ns,
				  s->collect_ns };
	uint64_t sum = 0, total = (uint64_t)s->total_ns;
	size_t i, known = 0;

	for (i = 0; i < 4; i++)
		if (phase[i] != SAMPLE_UNKNOWN) {
			known++;
			sum += (uint64_t)phase[i]; /* at most 2^64 */
			if (sum > total)
				return not_understood(
				    peer,
				    "its phases are longer than the total",
				    err);
		}
	if (known == 4 && sum != total)
		return not_understood(
		    peer, "its phases do not add up to the total", err);
	return 0;
}

/* Reads the 16 hexadecimal digits of a result. */
static int read_result(struct peer *peer, const char *text,
		       struct sample *sample, struct err *err)
{
	uint64_t bits;
	double result;

	if (!*text)
		return 0;
	if (strlen(text) != 16 || strspn(text, "0123456789abcdefABCDEF") != 16)
		return not_understood(
		    peer, "the result is not 16 hexadecimal digits", err);
	bits = strtoull(text, NULL, 16);
	memcpy(&result, &bits, sizeof(result));
	sample_add_result(sample, result);
	return 0;
}

int peer_repeat(struct peer *peer, uint32_t calls, int64_t deadline_ns,
		struct sample *sample, struct err *err)
{
	int64_t begin_ns = clock_ns(), bytes[2];
	int64_t *const fields[] = { &sample->total_ns,
				    &sample->spawn_ns,
				    &sample->dispatch_ns,
				    &sample->compute_ns,
				    &sample->collect_ns,
				    &bytes[0],
				    &bytes[1] };
	char request[REQUEST_MAX];
	size_t i;

	snprintf(request, sizeof(request), "repeat,%" PRIu32 "\n", calls);
	if (ask(peer, request, deadline_ns, "sample", 9, 9, err))
		return -1;
	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (number(peer, i + 1, i > 0, fields[i], err))
			return -1;
	sample->sent_bytes = (uint64_t)bytes[0];
	sample->received_bytes = (uint64_t)bytes[1];
	sample->skew_ns = SAMPLE_UNKNOWN;
	sample->active = (uint32_t)SAMPLE_UNKNOWN;
	sample->mark_every = 1;
	if (sample->total_ns == 0)
		return not_understood(peer, "the total is 0", err);
	if (check_wait(peer, "total", sample->total_ns, begin_ns, err))
		return -1;
	if (check_phases(peer, sample, err))
		return -1;
	return read_result(peer, peer->answer.field[8], sample, err);
}
