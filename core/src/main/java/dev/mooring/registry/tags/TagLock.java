package dev.mooring.registry.tags;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// Held while lines are added. A file of its own: the other one is replaced when it is full.
final class TagLock implements AutoCloseable {
  private static final int TRIES = 200;
  private static final long PAUSE_NANOS = 5_000_000;

  private final FileChannel channel;

  private TagLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Empty where another Mooring holds it for longer than writing takes, or this thread is ended.
  static Optional<TagLock> of(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file.resolveSibling(file.getFileName() + ".lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            TagFile.mode(file, "rw-------"));
    boolean held = false;
    try {
      for (int i = 0; i < TRIES && !held && !Thread.currentThread().isInterrupted(); i++) {
        if (i > 0) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
        held = isFree(channel);
      }
      return held ? Optional.of(new TagLock(channel)) : Optional.empty();
    } finally {
      if (!held) {
        channel.close();
      }
    }
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
