package dev.mooring.debug.program;

import dev.mooring.debug.delve.Limit;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Tunnels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/// A container's processes, as programs that it has itself tell of them (`pods/exec`). What they
/// write is hostile. Each method fails with [dev.mooring.problem.MooringException] where they can't
/// be run.
public record ContainerProcesses(Tunnels tunnels, TargetContainer target) {
  public static final int SIGUSR1 = 10;
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int MOST = 1 << 20;

  /// Whether a process has a handler of its own for a signal; a signal may end it where it hasn't.
  public boolean catches(long pid, int signal) throws InterruptedException {
    return text("cat", "/proc/" + pid + "/status")
        .lines()
        .filter(line -> line.matches("SigCgt:\\s*[0-9a-fA-F]{1,16}"))
        .map(line -> Long.parseUnsignedLong(line.replaceFirst("SigCgt:\\s*", ""), 16))
        .anyMatch(caught -> (caught >> (signal - 1) & 1) == 1);
  }

  /// Whether something listens on a port of the pod.
  public boolean listens(int port) throws InterruptedException {
    String wanted = String.format(":%04X", port);
    return text("cat", "/proc/net/tcp", "/proc/net/tcp6")
        .lines()
        .map(line -> line.strip().split("\\s+", 5))
        .anyMatch(words -> words.length == 5 && words[1].endsWith(wanted) && words[3].equals("0A"));
  }

  /// @param name without SIG
  public void signal(long pid, String name) throws InterruptedException {
    text("sh", "-c", "kill -" + name + " \"$1\"", "sh", String.valueOf(pid));
  }

  private String text(String... command) throws InterruptedException {
    return Limit.within(LIMIT, () -> said(command)).orElse("");
  }

  private String said(String... command) throws InterruptedException {
    try (ByteStream output =
        tunnels.run(
            target.pod().namespace(), target.pod().name(), target.name(), Arrays.asList(command))) {
      return new String(output.input().readNBytes(MOST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
