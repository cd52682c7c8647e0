package dev.mooring.desktop.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The name of this process' log: "mooring", or "mooring-2" where another Mooring writes that.
/// Names are held by locks, which end with the process, so that files do not pile up.
final class LogName {
  private static final int MOST = 32;

  /// Held for as long as the process lives; a channel that nobody holds is closed.
  private static final List<FileChannel> LOCKS = new CopyOnWriteArrayList<>();

  private LogName() {}

  static String take(Path directory) {
    try {
      Files.createDirectories(directory);
      for (int i = 1; i <= MOST; i++) {
        String name = i == 1 ? "mooring" : "mooring-" + i;
        if (lock(directory.resolve("." + name + ".lock"))) {
          return name;
        }
      }
    } catch (IOException e) {
      // No log is to be had there; its appender says so.
    }
    return "mooring-" + ProcessHandle.current().pid();
  }

  private static boolean lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        LOCKS.add(channel);
        return true;
      }
    } catch (OverlappingFileLockException e) {
      // This process has it already.
    }
    channel.close();
    return false;
  }
}
