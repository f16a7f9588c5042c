/* Fuzz targets import_csv, import_jsonl and import_foreign: import of exports as CSV or
 * JSON lines, and of what other programs wrote. The content says which it is, so that
 * only seeds and dictionaries differ. */
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
