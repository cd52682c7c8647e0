package dev.mooring.desktop.control;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Held by the one Mooring of a user that has the window; the system lets go when that ends,
/// however it ends.
public final class WindowLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WindowLock.class);

  private final FileChannel channel;

  private WindowLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @return nothing when another Mooring has it
  /// @throws dev.mooring.problem.MooringException when the directory cannot be used
  public static Optional<WindowLock> take(SocketDirectory directory) {
    directory.make();
    Path file = directory.windowLock();
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (locked(channel)) {
        return Optional.of(new WindowLock(channel));
      }
      channel.close();
      return Optional.empty();
    } catch (IOException e) {
      throw new Problem(
              Code.FILE_NOT_WRITABLE,
              Messages.of("cannot-tell-whether-the-window-is"),
              Messages.of("cannot-be-locked", file),
              new Remedy.Advice(Messages.of("check-that-the-disk-has-room")),
              String.valueOf(e))
          .raise(e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("The window's lock stays until the process ends", e);
    }
  }
}
