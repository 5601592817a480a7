#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Both take as many arguments as they like, which Swift cannot give; they answer -1 and set errno, as they do themselves. */
static inline long confinement_system_call(long number, unsigned long a, unsigned long b, unsigned long c, unsigned long d) {
  return syscall(number, a, b, c, d);
}

static inline int confinement_prctl(int option, unsigned long a, unsigned long b) { return prctl(option, a, b, 0, 0); }
