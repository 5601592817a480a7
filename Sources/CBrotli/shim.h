#include <brotli/decode.h>
#include <malloc.h>
#include <stdlib.h>

/* Brotli does not say what it holds, up to 16 MiB for the window: these count it into the size_t at `held`. */
static inline void *brotli_counted_allocate(void *held, size_t size) {
  void *block = malloc(size);
  *(size_t *)held += malloc_usable_size(block);
  return block;
}

static inline void brotli_counted_free(void *held, void *block) {
  *(size_t *)held -= malloc_usable_size(block);
  free(block);
}
