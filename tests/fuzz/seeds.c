/* Feeds files to a fuzz target, for compilers without libFuzzer: those named on the
 * command line, and those in directories named there. */
#include "fuzz.h"

#include <dirent.h>

static size_t count;

static void feed(const char *path)
{
	size_t len;
	char *text = place_read(path, &len);

	if (!text) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	/* printed before it may crash; sanitizers check the end of `exact` */
	printf("%s\n", path);
	fflush(stdout);
	char *exact = malloc(len ? len : 1);
	fuzz_must(exact);
	memcpy(exact, text, len);
	free(text);
	LLVMFuzzerTestOneInput((const uint8_t *)exact, len);
	free(exact);
	count++;
}

static void feed_all(const char *dir)
{
	struct dirent **entries;
	int n = scandir(dir, &entries, NULL, alphasort), i;
	char path[2 * PLACE_SIZE];

	fuzz_must(n >= 0);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, entries[i]->d_name);
		if (entries[i]->d_name[0] != '.')
			feed(path);
		free(entries[i]);
	}
	free(entries);
}

int main(int argc, char **argv)
{
	struct stat st;
	int i;

	LLVMFuzzerInitialize(&argc, &argv);
	for (i = 1; i < argc; i++) {
		if (!stat(argv[i], &st) && S_ISDIR(st.st_mode))
			feed_all(argv[i]);
		else
			feed(argv[i]);
	}
	printf("%zu inputs\n", count);
	return count ? EXIT_SUCCESS : EXIT_FAILURE;
}
