/* Different texts, with their numbers. */
#include "foreign/texts.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The slot of a text: where it is, or where it can be put. */
static size_t slot_of(const struct texts *t, const char *text)
{
	size_t at = (size_t)str_hash(STR_HASH_START, text, strlen(text)) &
		    (t->slots - 1);

	while (t->slot[at] && strcmp(t->text[t->slot[at] - 1], text) != 0)
		at = (at + 1) & (t->slots - 1);
	return at;
}

/* Makes room for twice as many slots. */
static int spread(struct texts *t, struct err *err)
{
	struct texts wide = *t;
	size_t i;

	wide.slots = t->slots ? 2 * t->slots : 64;
	wide.slot = mem_array(wide.slots, sizeof(*wide.slot), err);
	if (!wide.slot)
		return -1;
	for (i = 0; i < t->count; i++)
		wide.slot[slot_of(&wide, t->text[i])] = i + 1;
	free(t->slot);
	*t = wide;
	return 0;
}

size_t texts_find(const struct texts *t, const char *text)
{
	return t->slots && t->slot[slot_of(t, text)]
		   ? t->slot[slot_of(t, text)] - 1
		   : SIZE_MAX;
}

size_t texts_add(struct texts *t, const char *text, struct err *err)
{
	size_t at;

	if (2 * (t->count + 1) > t->slots && spread(t, err))
		return SIZE_MAX;
	at = slot_of(t, text);
	if (t->slot[at])
		return t->slot[at] - 1;
	if (mem_grow(&t->text, &t->cap, t->count + 1, sizeof(*t->text), err))
		return SIZE_MAX;
	t->text[t->count] = mem_text(text, err);
	if (!t->text[t->count])
		return SIZE_MAX;
	t->slot[at] = ++t->count;
	return t->count - 1;
}

void texts_free(struct texts *t)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		free(t->text[i]);
	free(t->text);
	free(t->slot);
	*t = (struct texts){ .count = 0 };
}
