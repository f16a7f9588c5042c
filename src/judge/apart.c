/* Nights on which the machine was another one, or in another state. */
#include "judge/apart.h"

#include <string.h>

int apart_set(struct nights *nights, size_t k, struct apart *apart,
	      struct err *err)
{
	const struct state *state = &nights->night[k].state;
	struct str text = { 0 };
	size_t i, last = k;
	int rc;

	memset(apart, 0, sizeof(*apart));
	for (i = 0; i < nights->count; i++) {
		struct night *night = &nights->night[i];

		night->apart = state_differs(&night->state, state);
		if (i <= k && night->apart)
			last = i;
		apart->alike += i <= k && !night->apart;
	}
	apart->other = last == k ? nights->machine_was : "";
	if (last == k) {
		apart->now = *nights->machine && !k;
		str_copy(apart->text, sizeof(apart->text), nights->machine);
		return 0;
	}
	apart->now = last == k - 1;
	state_describe(state, &nights->night[last].state, &text);
	rc = str_check(&text, err);
	if (!rc)
		str_copy(apart->text, sizeof(apart->text), text.text);
	str_free(&text);
	return rc;
}

size_t apart_before(const struct nights *nights, size_t k)
{
	size_t i = k;

	while (i-- > 0)
		if (!nights->night[i].apart)
			return i;
	return k;
}
