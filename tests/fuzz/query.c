/* Fuzz target: the arguments of `dotrec query`, one per line: the format, the name
 * of a query, and its parameters. */
#include "fuzz.h"

#include "base/log.h"
#include "cmd/cmd.h"

#define WORDS_MAX 40

extern const struct cmd command_query;
static const char *db;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	db = fuzz_database(UNIT_SOURCE "/tests/fuzz/seeds/import_jsonl/run");
	fuzz_must(freopen("/dev/null", "w", stdout));
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *rest = text, *word;
	char query[] = "query", d[] = "-d", q[] = "-q", f[] = "-f", e[] = "--";
	char *argv[WORDS_MAX + 8] = { query, q, d, (char *)db, f };
	int argc = 5, code;

	if (size && text[size - 1] == '\n')
		text[size - 1] = '\0';
	while (argc < WORDS_MAX + 6 && (word = strsep(&rest, "\n"))) {
		argv[argc++] = word;
		if (argc == 6)
			argv[argc++] = e;
	}
	code = command_query.exec(&command_query, argc, argv);
	fuzz_must(code == EXIT_OK || code == EXIT_USAGE);
	free(text);
	return 0;
}
