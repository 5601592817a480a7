/* Logs TLS keys of programs that link OpenSSL and cannot be told to: LD_PRELOAD=keylog.so SSLKEYLOGFILE=PATH program … */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;
typedef struct ssl_method_st SSL_METHOD;

static void write_line(const SSL *connection, const char *line) {
  const char *path = getenv("SSLKEYLOGFILE");
  int file = path ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
  (void)connection;
  if (file < 0) return;
  char text[512];
  size_t length = strlen(line);
  if (length < sizeof text) {
    memcpy(text, line, length);
    text[length] = '\n';
    /* One write, so that processes which share the file do not mix their lines. */
    if (write(file, text, length + 1) < 0) abort();
  }
  close(file);
}

/* Of the library itself, also where a program opened it for itself alone. */
static void *own(const char *name) {
  void *library = dlopen("libssl.so.3", RTLD_LAZY | RTLD_NOLOAD);
  return library ? dlsym(library, name) : dlsym(RTLD_NEXT, name);
}

SSL_CTX *SSL_CTX_new(const SSL_METHOD *method) {
  SSL_CTX *(*make)(const SSL_METHOD *) = own("SSL_CTX_new");
  void (*log_keys)(SSL_CTX *, void (*)(const SSL *, const char *)) = own("SSL_CTX_set_keylog_callback");
  SSL_CTX *context = make ? make(method) : NULL;
  if (context && log_keys) log_keys(context, write_line);
  return context;
}
