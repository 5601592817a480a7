import Testing

@testable import Confinement

@Suite("system calls")
struct SystemCallTests {
  @Test("each is named once")
  func once() { #expect(Set(SystemCallList.allowed).count == SystemCallList.allowed.count) }

  @Test("none of them runs a program, makes a process, reaches the network or changes who one is")
  func harmless() {
    let refused: Set = [
      "bind", "bpf", "capset", "chmod", "chown", "chroot", "clone", "clone3", "connect", "execve", "execveat", "fchmod",
      "fchown",
      "finit_module", "fork", "init_module", "io_uring_setup", "kexec_load", "keyctl", "kill", "link", "linkat",
      "memfd_create", "mkdir", "mknod", "mount", "open_by_handle_at", "perf_event_open", "pidfd_getfd", "prctl", "prlimit64",
      "process_vm_readv", "process_vm_writev", "ptrace", "reboot", "seccomp", "setgid", "setgroups", "setns", "setuid",
      "socket",
      "socketpair", "symlink", "tgkill", "tkill", "truncate", "unshare", "userfaultfd", "vfork",
    ]
    #expect(refused.isDisjoint(with: SystemCallList.allowed))
  }
}
