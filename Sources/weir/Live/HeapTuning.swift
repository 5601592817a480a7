import CMalloc

/// How the C library's allocator goes about memory that is needed again at once.
enum HeapTuning {
  /// Keeps what is given back, up to this many octets a heap: chunks of packets come and go by the megabyte, and asking the
  /// system for their pages anew costs as much as copying the packets.
  private static let kept: CInt = 256 << 20
  /// Pieces below this come from the heap, and not straight from the system: the most that the allocator takes.
  private static let heaped: CInt = 32 << 20

  /// Heaps for all threads together. Flows begin on one thread and end on another, and threads come and go: with a heap for
  /// each, what was given back to one was not there for the flows that began on the next, and a capture of hours took on memory
  /// by the heap.
  private static let heaps: CInt = 1

  static func keepMemory() {
    mallopt(M_ARENA_MAX, heaps)
    mallopt(M_TRIM_THRESHOLD, kept)
    mallopt(M_MMAP_THRESHOLD, heaped)
  }
}
