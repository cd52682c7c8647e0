package dev.mooring.debug;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The Go program in the target container, found through the debug container.
///
/// @param pid as the debug container counts
record TargetProcess(long pid, String name, GoBinary binary) {
  private static final int BLOCK = 4096;
  private static final int BLOCKS_AT_ONCE = 32;
  private static final int MOST_CANDIDATES = 24;
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private record Seen(long pid, long parent, long tracer, String name, String cgroup) {}

  /// @throws dev.mooring.problem.MooringException when there is none, it is traced already, or may
  /// not be looked at
  static TargetProcess find(Supervisor supervisor, TargetContainer target)
      throws InterruptedException {
    List<Seen> processes = processes(supervisor, target);
    if (processes.isEmpty()) {
      throw cannot(
          target,
          Messages.of("the-debug-container-sees-none-of"),
          Messages.of("the-runtime-may-not-support-targetcontainername"));
    }
    String refused = "";
    for (Seen each : processes.subList(0, Math.min(processes.size(), MOST_CANDIDATES))) {
      Optional<GoBinary> binary;
      try {
        binary = GoBinary.read((offset, length) -> read(supervisor, each.pid(), offset, length));
      } catch (IOException e) {
        refused = Messages.of("process", each.name(), each.pid());
        continue;
      }
      if (binary.isPresent()) {
        if (each.tracer() != 0) {
          throw cannot(
              target,
              Messages.of("process-is-being-debugged-already-by", each.pid(), each.tracer()),
              Messages.of("end-that-debugger-first"));
        }
        return new TargetProcess(each.pid(), each.name(), binary.get());
      }
    }
    if (!refused.isEmpty()) {
      throw cannot(
          Code.DEBUG_NOT_PERMITTED,
          target,
          Messages.of("the-kernel-does-not-let-the", refused),
          Messages.of("it-needs-the-programs-user-and"));
    }
    throw cannot(
        target,
        Messages.of("its-program-is-not-written-in", processes.getFirst().name()),
        Messages.of("choose-the-container-that-runs-the"));
  }

  /// Entry process first, then its descendants, near ones first.
  private static List<Seen> processes(Supervisor supervisor, TargetContainer target)
      throws InterruptedException {
    List<Seen> all = new ArrayList<>();
    for (String line : supervisor.ask("processes", LIMIT)) {
      String[] w = line.split(" ", 8);
      if (w.length >= 7 && w[0].equals("process")) {
        all.add(new Seen(number(w[1]), number(w[2]), number(w[3]), w[6], w.length > 7 ? w[7] : ""));
      }
    }
    if (target.sharesProcesses()) {
      all.removeIf(p -> !p.cgroup().contains(target.containerId()));
    }
    all.sort(Comparator.comparingLong((Seen p) -> depth(p, all)).thenComparingLong(Seen::pid));
    return all;
  }

  private static long depth(Seen process, List<Seen> all) {
    long depth = 0;
    long parent = process.parent();
    while (depth < 64) {
      long wanted = parent;
      Optional<Seen> found = all.stream().filter(p -> p.pid() == wanted).findFirst();
      if (found.isEmpty()) {
        return depth;
      }
      parent = found.get().parent();
      depth++;
    }
    return depth;
  }

  /// Reads whole blocks, as `dd` does it fast.
  private static byte[] read(Supervisor supervisor, long pid, long offset, int length)
      throws IOException, InterruptedException {
    if (offset < 0 || length < 0 || length > ElfFile.LARGEST_READ) {
      throw new IOException("cannot read " + length + " bytes at " + offset);
    }
    long first = offset / BLOCK;
    long last = (offset + length + BLOCK - 1) / BLOCK;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (long at = first; at < last; at += BLOCKS_AT_ONCE) {
      long count = Math.min(BLOCKS_AT_ONCE, last - at);
      byte[] part = blocks(supervisor, pid, at, count);
      bytes.write(part);
      if (part.length < count * BLOCK) {
        break;
      }
    }
    byte[] all = bytes.toByteArray();
    int skipped = (int) (offset - first * BLOCK);
    int end = Math.min(all.length, skipped + length);
    return end <= skipped ? new byte[0] : java.util.Arrays.copyOfRange(all, skipped, end);
  }

  private static byte[] blocks(Supervisor supervisor, long pid, long first, long count)
      throws IOException, InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> lines = supervisor.ask("read " + pid + " " + first + " " + count, LIMIT);
    if (lines.equals(List.of("unreadable"))) {
      throw new IOException("process " + pid + " may not be looked at");
    }
    try {
      for (String line : lines) {
        if (line.startsWith("data ") && bytes.size() < count * BLOCK) {
          bytes.write(Base64.getDecoder().decode(line.substring(5)));
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("the debug container sent no base64", e);
    }
    return bytes.toByteArray();
  }

  private static long number(String text) {
    return text.matches("\\d{1,10}") ? Long.parseLong(text) : 0;
  }

  private static RuntimeException cannot(TargetContainer target, String why, String whatToDo) {
    return cannot(Code.DEBUG_NOT_POSSIBLE, target, why, whatToDo);
  }

  private static RuntimeException cannot(
      Code code, TargetContainer target, String why, String whatToDo) {
    return new Problem(
            code,
            Messages.of("cannot-debug-container", target.name()),
            why,
            new Remedy.Advice(whatToDo))
        .raise();
  }
}
