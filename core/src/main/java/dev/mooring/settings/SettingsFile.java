package dev.mooring.settings;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Observed;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The settings and the file they live in.
///
/// Changes show at once and are written on a thread of its own, the newest only, by temporary file
/// and atomic move. A file that cannot be read is put aside under another name, never overwritten,
/// and [#trouble] says so. Thread-safe; closing waits for the last write.
public final class SettingsFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);
  private static final int LARGEST = 1 << 20;

  private final Path file;
  private final Document read;
  private final Observed<Settings> settings;
  private final @Nullable Problem trouble;
  private final Object writing = new Object();
  private @Nullable Settings unwritten;
  private @Nullable Thread writer;

  private SettingsFile(Path file, Document read, @Nullable Problem trouble) {
    this.file = file;
    this.read = read;
    this.trouble = trouble;
    this.settings = new Observed<>(Settings.of(read));
  }

  /// Reads the file, or takes the defaults where there is none. Blocks on the disk.
  public static SettingsFile open(Path file) {
    try {
      byte[] bytes;
      try (var in = Files.newInputStream(file)) {
        bytes = in.readNBytes(LARGEST);
      }
      return new SettingsFile(file, Documents.json(bytes, file.toString()), null);
    } catch (NoSuchFileException e) {
      return new SettingsFile(file, Document.nothing(), null);
    } catch (IOException | MooringException e) {
      LOG.warn("Settings {} cannot be read", file, e);
      return new SettingsFile(file, Document.nothing(), putAside(file));
    }
  }

  /// Settings that are kept in memory only until they change; for tests and for practice.
  public static SettingsFile startingWith(Settings settings, Path file) {
    SettingsFile made = new SettingsFile(file, Document.nothing(), null);
    made.settings.set(settings);
    return made;
  }

  public Observed<Settings> settings() {
    return settings;
  }

  /// What happened to a file that could not be read.
  public Optional<Problem> trouble() {
    return Optional.ofNullable(trouble);
  }

  /// Changes the settings. Returns before they are on the disk.
  public void update(UnaryOperator<Settings> change) {
    synchronized (writing) {
      Settings before = settings.get();
      settings.update(change);
      if (settings.get().equals(before)) {
        return;
      }
      unwritten = settings.get();
      if (writer == null) {
        writer = Thread.ofVirtual().name("settings-writer").start(this::write);
      }
    }
  }

  @Override
  public void close() {
    Thread last;
    synchronized (writing) {
      last = writer;
    }
    if (last != null) {
      try {
        last.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void write() {
    while (true) {
      Settings next;
      synchronized (writing) {
        next = unwritten;
        unwritten = null;
        if (next == null) {
          writer = null;
          return;
        }
      }
      try {
        save(Documents.prettyJson(next.over(read)));
      } catch (IOException e) {
        LOG.warn("Settings were not saved to {}", file, e);
      }
    }
  }

  private void save(String text) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    Path beside = Files.createTempFile(directory, file.getFileName().toString(), ".new");
    try {
      try (FileChannel out = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      try {
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static Problem putAside(Path file) {
    Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      return new Problem(
          "The settings could not be read",
          file + " is not what Mooring wrote",
          "Defaults are used; your file is now " + aside);
    } catch (IOException e) {
      return new Problem(
          "The settings could not be read",
          file + " cannot be read or moved",
          "Check the rights of that file; changes replace it",
          String.valueOf(e));
    }
  }
}
