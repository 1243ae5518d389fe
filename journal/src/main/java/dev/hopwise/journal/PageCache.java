package dev.hopwise.journal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// Tells the kernel which parts of a file need not stay in memory. A journal is written for days
/// and read almost never: without this it takes all memory that is free, pushes out the files that
/// queries read, and takes each page anew from the system, which in a virtual machine may cost
/// several times what is written into it.
///
/// Advice only: where the system has no such call, or refuses, nothing happens. The call is
/// `posix_fadvise` with `POSIX_FADV_DONTNEED`, which drops what is already on the device.
final class PageCache {

  private static final int DONT_NEED = 4;
  private static final int READ_ONLY = 0;

  /// Where the number above is the right one.
  private static final Set<String> PROCESSORS = Set.of("amd64", "aarch64");

  private static final Optional<Calls> CALLS = find();

  private record Calls(MethodHandle open, MethodHandle advise, MethodHandle close) {}

  private PageCache() {}

  /// Lets go of a part of a file.
  static void forget(Path file, long from, long length) {
    CALLS.ifPresent(calls -> forget(calls, file, from, length));
  }

  @SuppressWarnings("unused") // an answer to advice says nothing that anybody could act on
  private static void forget(Calls calls, Path file, long from, long length) {
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) calls.open.invokeExact(arena.allocateFrom(file.toString()), READ_ONLY);
      if (descriptor >= 0) {
        int advised = (int) calls.advise.invokeExact(descriptor, from, length, DONT_NEED);
        int closed = (int) calls.close.invokeExact(descriptor);
      }
    } catch (Throwable e) { // what a method handle declares; none of the calls throws
      throw new IllegalStateException("a call of the system failed", e);
    }
  }

  private static Optional<Calls> find() {
    boolean known =
        System.getProperty("os.name", "").equals("Linux")
            && PROCESSORS.contains(System.getProperty("os.arch", ""));
    if (!known) {
      return Optional.empty();
    }
    try {
      return Optional.of(calls());
    } catch (RuntimeException _) {
      return Optional.empty(); // not there, or not allowed: then without
    }
  }

  private static Calls calls() {
    var pointer = ValueLayout.ADDRESS;
    var integer = ValueLayout.JAVA_INT;
    var offset = ValueLayout.JAVA_LONG;
    return new Calls(
        call("open", FunctionDescriptor.of(integer, pointer, integer)),
        call("posix_fadvise", FunctionDescriptor.of(integer, integer, offset, offset, integer)),
        call("close", FunctionDescriptor.of(integer, integer)));
  }

  @SuppressWarnings("restricted") // three calls of the C library with the signatures of POSIX
  private static MethodHandle call(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }
}
