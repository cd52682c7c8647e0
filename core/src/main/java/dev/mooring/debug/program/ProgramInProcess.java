package dev.mooring.debug.program;

import dev.mooring.debug.running.Launch;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.program.ElfFile;
import dev.mooring.registry.program.GoBinary;
import dev.mooring.registry.program.RandomBytes;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Tunnels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a container's process is, as programs say that the container has itself (`pods/exec`):
/// `readlink`, `cat` and `dd`, which only read. What they write is hostile.
public final class ProgramInProcess {
  private static final int PAGE = 64 * 1024;
  private static final int MOST_PAGES = 24;
  private static final int MOST_WORDS = 4096;
  private static final int DEEPEST = 4;

  private final Tunnels tunnels;
  private final TargetContainer target;

  public ProgramInProcess(Tunnels tunnels, TargetContainer target) {
    this.tunnels = tunnels;
    this.target = target;
  }

  /// @return nothing where the container has no such programs, its process may not be looked at, or
  /// its first process isn't its own
  public Optional<TargetProgram> read() throws InterruptedException {
    if (target.sharesProcesses() || target.sharesNodesProcesses()) {
      return Optional.empty();
    }
    try {
      return read(1, 0);
    } catch (IOException | MooringException e) {
      return Optional.empty();
    }
  }

  private Optional<TargetProgram> read(long pid, int depth)
      throws IOException, InterruptedException {
    List<String> words = words(pid);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    String file = file(pid).orElse(words.getFirst());
    Optional<Language> named = Language.named(file);
    boolean launches = Language.launches(file) || Language.launchesNode(words);
    if (named.isPresent() && !launches) {
      return Optional.of(program(pid, named.get(), file, Optional.empty(), words));
    }
    if (launches) {
      Optional<Long> child = depth < DEEPEST ? onlyChild(pid) : Optional.empty();
      return child.isEmpty() ? busy(pid, file, words) : read(child.get(), depth + 1);
    }
    RandomBytes bytes = new Pages(pid);
    if (ElfFile.read(bytes).isEmpty()) {
      return Optional.empty();
    }
    Optional<GoBinary> go = GoBinary.read(bytes);
    return Optional.of(
        program(pid, go.isPresent() ? Language.GO : Language.OTHER, file, go, words));
  }

  /// BusyBox is many programs; as a shell it may start others.
  private static Optional<TargetProgram> busy(long pid, String file, List<String> words) {
    return file.endsWith("/busybox") && !Language.launches(words.getFirst())
        ? Optional.of(program(pid, Language.OTHER, words.getFirst(), Optional.empty(), words))
        : Optional.empty();
  }

  private static TargetProgram program(
      long pid, Language language, String file, Optional<GoBinary> go, List<String> words) {
    return new TargetProgram(language, file, go, new Launch(words, Map.of()), true, true, "", pid);
  }

  private List<String> words(long pid) throws IOException, InterruptedException {
    String line = text("cat", "/proc/" + pid + "/cmdline");
    return line.startsWith("cat: ")
        ? List.of()
        : Arrays.stream(line.split("\0", MOST_WORDS)).filter(each -> !each.isEmpty()).toList();
  }

  private Optional<String> file(long pid) throws InterruptedException {
    try {
      String path = text("readlink", "/proc/" + pid + "/exe").strip();
      return path.startsWith("/") ? Optional.of(path) : Optional.empty();
    } catch (IOException | MooringException e) {
      return Optional.empty();
    }
  }

  private Optional<Long> onlyChild(long pid) throws IOException, InterruptedException {
    String children = text("cat", "/proc/" + pid + "/task/" + pid + "/children").strip();
    return children.matches("[1-9]\\d{0,8}")
        ? Optional.of(Long.parseLong(children))
        : Optional.empty();
  }

  private String text(String... command) throws IOException, InterruptedException {
    return new String(run(command), StandardCharsets.UTF_8);
  }

  private byte[] run(String... command) throws IOException, InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (ByteStream output =
        tunnels.run(
            target.pod().namespace(), target.pod().name(), target.name(), List.of(command))) {
      all.write(output.input().readNBytes(PAGE));
    }
    return all.toByteArray();
  }

  /// The process' file, by as few commands as it takes.
  private final class Pages implements RandomBytes {
    private final long pid;
    private final Map<Long, byte[]> known = new HashMap<>();

    Pages(long pid) {
      this.pid = pid;
    }

    @Override
    public byte[] read(long offset, int length) throws IOException, InterruptedException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (long at = offset; at >= 0 && at < offset + length; ) {
        byte[] page = page(at / PAGE);
        int from = (int) (at % PAGE);
        int count = (int) Math.min(page.length - from, offset + length - at);
        if (count <= 0) {
          break;
        }
        bytes.write(page, from, count);
        at += count;
      }
      return bytes.toByteArray();
    }

    private byte[] page(long number) throws IOException, InterruptedException {
      byte[] page = known.get(number);
      if (page == null) {
        if (known.size() >= MOST_PAGES) {
          throw new IOException("too many pages");
        }
        page =
            run(
                "dd",
                "if=/proc/" + pid + "/exe",
                "bs=" + PAGE,
                "skip=" + number,
                "count=1",
                "status=none");
        known.put(number, page);
      }
      return page;
    }
  }
}
