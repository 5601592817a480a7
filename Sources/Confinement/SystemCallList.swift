/// The system calls that a capture needs once it runs; by their names, for architectures number them differently.
///
/// None runs a program, makes a process, connects, changes who one is or what others may do with a file.
enum SystemCallList {
  static let allowed = memory + threads + signals + time + files + waiting + sockets + facts

  private static let memory = ["brk", "madvise", "membarrier", "mmap", "mprotect", "mremap", "munmap"]
  private static let threads = [
    "exit", "exit_group", "futex", "futex_time64", "get_robust_list", "getpriority", "gettid", "rseq", "sched_get_priority_max",
    "sched_get_priority_min", "sched_getaffinity", "sched_getattr", "sched_getparam", "sched_getscheduler", "sched_setaffinity",
    "sched_setparam", "sched_setscheduler", "sched_yield", "set_robust_list", "set_tid_address", "setpriority",
  ]
  private static let signals = [
    "pause", "restart_syscall", "rt_sigaction", "rt_sigpending", "rt_sigprocmask", "rt_sigreturn",
    "rt_sigsuspend", "rt_sigtimedwait", "sigaltstack", "signalfd4", "sigreturn",
  ]
  private static let time = [
    "clock_getres", "clock_gettime", "clock_gettime64", "clock_nanosleep", "getitimer", "gettimeofday", "nanosleep",
    "setitimer",
    "time", "timerfd_create", "timerfd_gettime", "timerfd_settime", "times",
  ]
  private static let files = [
    "_llseek", "access", "close", "close_range", "dup", "dup2", "dup3", "faccessat", "faccessat2", "fadvise64", "fallocate",
    "fcntl", "fcntl64", "fdatasync", "flock", "fstat", "fstat64", "fstatat64", "fstatfs", "fsync", "ftruncate", "ftruncate64",
    "getcwd", "getdents64", "ioctl", "lseek", "lstat", "newfstatat", "open", "openat", "pread64", "preadv", "pwrite64",
    "pwritev",
    "read", "readlink", "readlinkat", "readv", "rename", "renameat", "renameat2", "sendfile", "stat", "statfs", "statx",
    "sync_file_range", "umask", "unlink", "unlinkat", "write", "writev",
  ]
  private static let waiting = [
    "epoll_create1", "epoll_ctl", "epoll_pwait", "epoll_pwait2", "epoll_wait", "eventfd2", "pipe2", "poll", "ppoll", "pselect6",
    "select",
  ]
  /// Of sockets that are open: libpcap's, and those that a listening one accepts.
  private static let sockets = [
    "accept", "accept4", "getpeername", "getsockname", "getsockopt", "listen", "recvfrom", "recvmmsg", "recvmsg", "sendmsg",
    "sendto",
    "setsockopt", "shutdown",
  ]
  private static let facts = [
    "capget", "getcpu", "getegid", "geteuid", "getgid", "getgroups", "getpgid", "getpgrp", "getpid", "getppid", "getrandom",
    "getresgid", "getresuid", "getrusage", "getsid", "getuid", "sysinfo", "uname",
  ]
}
