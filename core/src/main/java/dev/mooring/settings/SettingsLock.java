package dev.mooring.settings;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Held while one process reads, merges and replaces the settings file.
///
/// A file of its own is locked: the settings file is replaced at each write, and a lock on the old
/// one holds nobody back.
final class SettingsLock implements AutoCloseable {
  private static final int TRIES = 100;
  private static final long PAUSE_MILLIS = 20;

  private final FileChannel channel;

  private SettingsLock(FileChannel channel) {
    this.channel = channel;
  }

  static SettingsLock of(Path settings) throws IOException, InterruptedException {
    Path lock = settings.resolveSibling("." + settings.getFileName() + ".lock");
    Files.createDirectories(lock.toAbsolutePath().getParent());
    FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      for (int i = 0; i < TRIES; i++) {
        if (tried(channel) != null) {
          return new SettingsLock(channel);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
      throw new IOException("another Mooring holds " + lock);
    } catch (IOException | InterruptedException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tried(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
