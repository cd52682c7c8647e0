package dev.mooring.cluster.fabric8;

import dev.mooring.platform.Directories;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Held while one Mooring asks an identity provider for a user's next token; the others wait.
///
/// Not kubectl's lock of the file: a provider may take seconds, and kubectl does not wait. Ends
/// with the process. Where the cache folder cannot be written, only this process takes turns.
final class RefreshLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RefreshLock.class);
  private static final long PATIENCE_NANOS = 30_000_000_000L;
  private static final long PAUSE_MILLIS = 20;
  private static final Map<String, ReentrantLock> HERE = new ConcurrentHashMap<>();

  private final ReentrantLock here;
  private final @Nullable FileChannel channel;

  private RefreshLock(ReentrantLock here, @Nullable FileChannel channel) {
    this.here = here;
    this.channel = channel;
  }

  static RefreshLock of(KubeconfigEntries.Entry user) throws InterruptedException {
    String name = name(user);
    ReentrantLock here = HERE.computeIfAbsent(name, ignored -> new ReentrantLock());
    here.lockInterruptibly();
    try {
      return new RefreshLock(here, open(name));
    } catch (InterruptedException | RuntimeException e) {
      here.unlock();
      throw e;
    }
  }

  private static String name(KubeconfigEntries.Entry user) {
    Path file = user.file().toAbsolutePath();
    try {
      file = user.file().toRealPath();
    } catch (IOException e) {
      LOG.debug("No real path of {}", file, e);
    }
    byte[] name = (file + "\n" + user.name()).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(name).toString();
  }

  private static @Nullable FileChannel open(String name) throws InterruptedException {
    FileChannel channel = null;
    try {
      Path folder = Directories.ofUser().cache().resolve("locks");
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      FileLock lock = channel.tryLock();
      while (lock == null && System.nanoTime() < deadline) {
        Thread.sleep(PAUSE_MILLIS);
        lock = channel.tryLock();
      }
      return channel;
    } catch (IOException e) {
      LOG.info("Moorings cannot take turns to refresh a login: {}", e.toString());
      close(channel);
      return null;
    } catch (InterruptedException e) {
      close(channel);
      throw e;
    }
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.debug("Closing a lock failed", e);
    }
  }

  @Override
  public void close() {
    close(channel);
    here.unlock();
  }
}
