/* Nights on which the machine was another one, or in another state. */
#include "judge/apart.h"

#include <string.h>

static int set_for(struct nights *nights, size_t k, bool exchanges,
		   struct apart *apart, struct err *err)
{
	const struct state *state = &nights->night[k].state;
	struct str text = { 0 };
	size_t i, last = k;
	int rc;

	memset(apart, 0, sizeof(*apart));
	for (i = 0; i < nights->count; i++) {
		struct night *night = &nights->night[i];
		bool differs = state_differs(&night->state, state, exchanges);

		night->apart[exchanges] = differs;
		if (i <= k && differs)
			last = i;
		apart->alike += i <= k && !differs;
	}
	apart->other = last == k ? nights->machine_was : "";
	if (last == k) {
		apart->now = *nights->machine && !k;
		str_copy(apart->text, sizeof(apart->text), nights->machine);
		return 0;
	}
	apart->now = last == k - 1;
	state_describe(state, &nights->night[last].state, exchanges, &text);
	rc = str_check(&text, err);
	if (!rc)
		str_copy(apart->text, sizeof(apart->text), text.text);
	str_free(&text);
	return rc;
}

int apart_set(struct nights *nights, size_t k, struct apart apart[2],
	      struct err *err)
{
	return set_for(nights, k, false, &apart[0], err) ||
		       set_for(nights, k, true, &apart[1], err)
		   ? -1
		   : 0;
}

size_t apart_before(const struct nights *nights, size_t k, bool exchanges)
{
	size_t i = k;

	while (i-- > 0)
		if (!nights->night[i].apart[exchanges])
			return i;
	return k;
}
