package dev.mooring.stack.archives;

import dev.mooring.tunnel.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The pod's own script over a folder of this machine.
final class ShellVolume implements AutoCloseable {
  private final Path root;
  private final List<String> shell;
  private final String before;
  private final List<Process> processes = new CopyOnWriteArrayList<>();

  /// @param shell "/bin/sh", or "busybox", "sh"
  /// @param before lines that come before the script
  ShellVolume(Path root, List<String> shell, String before) {
    this.root = root;
    this.shell = shell;
    this.before = before;
  }

  ShellVolume(Path root) {
    this(root, List.of("/bin/sh"), "");
  }

  VolumeFolder folder() {
    return new VolumeFolder("shop/backups", this::session);
  }

  List<Process> processes() {
    return List.copyOf(processes);
  }

  private ByteStream session() throws IOException {
    List<String> words = new ArrayList<>(shell);
    words.addAll(List.of("-c", before + VolumeScript.SESSION));
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("VOLUME", root.toString());
    Process process = builder.start();
    processes.add(process);
    return new ByteStream() {
      @Override
      public InputStream input() {
        return process.getInputStream();
      }

      @Override
      public OutputStream output() {
        return process.getOutputStream();
      }

      @Override
      public void close() {
        process.destroyForcibly();
      }

      @Override
      public boolean lost() {
        return false;
      }
    };
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}
