package dev.mooring.forward;

import dev.mooring.platform.LauncherFlags;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A part of Mooring in a process of its own, with the launcher's flags: so that its processor time
/// and memory can be told from the benchmark's.
public final class ProductProcess implements AutoCloseable {
  private final Process process;
  private final int port;

  private ProductProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// @param main says "port 1234" once it listens there
  public static ProductProcess start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(LauncherFlags.read());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    String line = lines.readLine();
    while (line != null && !line.startsWith("port ")) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new IOException(main.getSimpleName() + " did not start");
    }
    Thread.ofVirtual().start(() -> lines.lines().forEach(ignored -> {}));
    return new ProductProcess(process, Integer.parseInt(line.substring(5)));
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  /// Processor seconds of a process so far, in user and kernel mode, at 100 ticks a second.
  public static double processorSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
  }

  static long residentKib(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(each -> each.startsWith("VmRSS:"))
        .mapToLong(each -> Long.parseLong(each.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }
}
