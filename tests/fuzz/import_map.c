/* Fuzz target: import of CSV files of other programs. The first line is the
 * argument of --map (empty: none); the rest is the file. */
#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *map = fuzz_text(data, size), *text = strchr(map, '\n');

	if (text) {
		*text++ = '\0';
		fuzz_import(text, size - (size_t)(text - map),
			    *map ? map : NULL);
	}
	free(map);
	return 0;
}
