package dev.mooring.debug.container;

import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.program.ElfFile;
import dev.mooring.registry.program.GoBinary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The Go program in the target container, found through the debug container.
///
/// @param pid as the debug container counts
/// @param others Go programs that run beside it, "worker (process 12)"
public record TargetProcess(long pid, String name, GoBinary binary, List<String> others) {
  private static final int BLOCK = 4096;
  private static final int BLOCKS_AT_ONCE = 32;
  private static final int MOST_CANDIDATES = 24;

  /// How many are looked at only to name them.
  private static final int MOST_OTHERS = 4;

  /// The kernel cuts names.
  private static final int LONGEST_NAME = 15;

  private static final Duration LIMIT = Duration.ofSeconds(15);

  private record Seen(long pid, long parent, long tracer, String name) {
    String words() {
      return Messages.of("process", name, pid);
    }

    boolean is(String wanted) {
      return wanted.equals(String.valueOf(pid))
          || name.equals(wanted.substring(0, Math.min(wanted.length(), LONGEST_NAME)));
    }
  }

  private record Go(Seen seen, GoBinary binary) {}

  /// The wanted one; else the container's own program, or the only Go program in it.
  ///
  /// @param wanted number or name; empty where any is right
  /// @throws dev.mooring.problem.MooringException when there is none or it cannot be told which, it
  /// is traced already, or may not be looked at
  public static TargetProcess find(Supervisor supervisor, TargetContainer target, String wanted)
      throws InterruptedException {
    List<Seen> processes = processes(supervisor, target);
    List<Seen> candidates =
        processes.stream().filter(each -> wanted.isEmpty() || each.is(wanted)).toList();
    if (candidates.isEmpty()) {
      throw cannot(
          Code.INVALID_TARGET,
          target,
          Messages.of("there-is-no-such-process", wanted),
          choose(words(processes)));
    }
    Seen entry = candidates.getFirst();
    String refused = "";
    List<Go> found = new ArrayList<>();
    int most = MOST_CANDIDATES;
    for (Seen each : candidates.subList(0, Math.min(candidates.size(), MOST_CANDIDATES))) {
      if (most-- == 0) {
        break;
      }
      try {
        GoBinary.read((offset, length) -> read(supervisor, each.pid(), offset, length))
            .ifPresent(binary -> found.add(new Go(each, binary)));
      } catch (IOException e) {
        refused = each.words();
      }
      boolean isEntry = !found.isEmpty() && found.getFirst().seen().equals(entry);
      most = isEntry ? Math.min(most, MOST_OTHERS) : most;
    }
    if (found.isEmpty()) {
      throw noneFound(target, entry, refused);
    }
    Go chosen = found.getFirst();
    boolean clear = found.size() == 1 || (wanted.isEmpty() && chosen.seen().equals(entry));
    List<String> all = found.stream().map(each -> each.seen().words()).toList();
    if (!clear) {
      throw cannot(
          Code.DEBUG_PROCESS_UNCLEAR,
          target,
          Messages.of("it-runs-several-go-programs", all.size()),
          choose(String.join(", ", all)));
    }
    if (chosen.seen().tracer() != 0) {
      throw cannot(
          target,
          Messages.of(
              "process-is-being-debugged-already-by", chosen.seen().pid(), chosen.seen().tracer()),
          Messages.of("end-that-debugger-first"));
    }
    return new TargetProcess(
        chosen.seen().pid(), chosen.seen().name(), chosen.binary(), all.subList(1, all.size()));
  }

  private static RuntimeException noneFound(TargetContainer target, Seen entry, String refused) {
    return refused.isEmpty()
        ? cannot(
            Code.DEBUG_PROGRAM_UNFIT,
            target,
            Messages.of("its-program-is-not-written-in", entry.name()),
            new Remedy.Advice(Messages.of("choose-the-container-that-runs-the")))
        : cannot(
            Code.DEBUG_NOT_PERMITTED,
            target,
            Messages.of("the-kernel-does-not-let-the", refused),
            new Remedy.Advice(Messages.of("it-needs-the-programs-user-and")));
  }

  /// Entry process first, then its descendants, near ones first.
  ///
  /// Each container's processes are in a cgroup that has its id in its name, however the reader's
  /// own cgroup namespace shortens the path (cgroup_namespaces(7)). In a namespace of its own all
  /// are the container's, whatever a runtime calls its cgroups.
  private static List<Seen> processes(Supervisor supervisor, TargetContainer target)
      throws InterruptedException {
    String id = target.containerId();
    List<Seen> all = id.isEmpty() ? List.of() : listed(supervisor, id);
    boolean shared = target.sharesProcesses() || target.sharesNodesProcesses();
    if (all.isEmpty() && shared) {
      throw cannot(
          target,
          Messages.of("its-processes-cannot-be-told"),
          Messages.of("debug-a-pod-that-shares-none"));
    }
    List<Seen> found = new ArrayList<>(all.isEmpty() ? listed(supervisor, "") : all);
    if (found.isEmpty()) {
      throw cannot(
          target,
          Messages.of("the-debug-container-sees-none-of"),
          Messages.of("the-runtime-may-not-support-targetcontainername"));
    }
    found.sort(Comparator.comparingLong((Seen p) -> depth(p, found)).thenComparingLong(Seen::pid));
    return found;
  }

  private static List<Seen> listed(Supervisor supervisor, String cgroup)
      throws InterruptedException {
    List<Seen> all = new ArrayList<>();
    for (String line : supervisor.ask(("processes " + cgroup).strip(), LIMIT)) {
      String[] w = line.split(" ", 7);
      if (w.length == 7 && w[0].equals("process")) {
        all.add(new Seen(number(w[1]), number(w[2]), number(w[3]), w[6]));
      }
    }
    return all;
  }

  private static String words(List<Seen> processes) {
    return processes.stream()
        .limit(MOST_CANDIDATES)
        .map(Seen::words)
        .collect(Collectors.joining(", "));
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
  public static byte[] read(Supervisor supervisor, long pid, long offset, int length)
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

  private static Remedy choose(String processes) {
    return new Remedy.Setting(Messages.of("choose-a-process", processes), "--process", "");
  }

  private static RuntimeException cannot(TargetContainer target, String why, String whatToDo) {
    return cannot(Code.DEBUG_NOT_POSSIBLE, target, why, new Remedy.Advice(whatToDo));
  }

  private static RuntimeException cannot(
      Code code, TargetContainer target, String why, Remedy remedy) {
    return new Problem(code, Messages.of("cannot-debug-container", target.name()), why, remedy)
        .raise();
  }
}
