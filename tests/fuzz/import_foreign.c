/* Fuzz target: import of what other programs wrote, by its content: tables, JSON,
 * the output of `go test`. */
#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);

	fuzz_import(text, size, NULL);
	free(text);
	return 0;
}
