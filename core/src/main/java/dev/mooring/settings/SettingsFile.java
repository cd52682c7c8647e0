package dev.mooring.settings;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Observed;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
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
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The settings and the file they live in.
///
/// Changes show at once and are written on a thread of its own, by temporary file and atomic move.
/// What is kept is the change, not its result: it is made again to what the file holds by then, so
/// that two running Moorings keep each other's choices, in lists too. What others wrote is taken
/// over with a write, and meanwhile by those who [#follow]. A file that cannot be read is put aside
/// under another name, never overwritten; [#trouble] says so, and also when saving failed.
/// Thread-safe; closing waits for the last write.
public final class SettingsFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);
  private static final int LARGEST = 1 << 20;
  private static final Duration LOOK = Duration.ofSeconds(1);

  /// Changes kept one by one while they cannot be written; more become one.
  private static final int MOST_CHANGES = 100;

  private final Path file;
  private final Observed<Settings> settings;
  private final Observed<Optional<Problem>> trouble;
  private final Object writing = new Object();
  private final List<UnaryOperator<Settings>> unwritten = new ArrayList<>();
  private Settings onDisk;
  private volatile Settings present;
  private int taken;
  private @Nullable Thread writer;

  private SettingsFile(Path file, Settings read, Optional<Problem> trouble) {
    this.file = file;
    this.onDisk = read;
    this.present = read;
    this.settings = new Observed<>(read);
    this.trouble = new Observed<>(trouble);
  }

  /// Reads the file, or takes the defaults where there is none. Blocks on the disk.
  public static SettingsFile open(Path file) {
    try {
      Document now = read(file);
      return new SettingsFile(file, Settings.of(now), InvalidSettings.in(file, now));
    } catch (IOException | MooringException e) {
      LOG.warn("Settings {} cannot be read", file, e);
      return new SettingsFile(file, Settings.defaults(), Optional.of(putAside(file)));
    }
  }

  /// Settings that are kept in memory only until they change; for tests and for practice.
  public static SettingsFile startingWith(Settings settings, Path file) {
    return new SettingsFile(file, settings, Optional.empty());
  }

  /// What holds now, and whoever wants to hear of changes: those of this process on the thread that
  /// made them, those of others on the thread that found them.
  public Observed<Settings> settings() {
    return settings;
  }

  /// What happened to a file that could not be read or written, or what in it cannot be used.
  public Optional<Problem> trouble() {
    return trouble.get();
  }

  /// Tells the present trouble at once and each later one, on the thread that met it.
  public Subscription onTrouble(Consumer<Optional<Problem>> subscriber) {
    return trouble.subscribe(subscriber);
  }

  /// Changes the settings. Returns before they are on the disk.
  ///
  /// @param change has no effect of its own, because it may be made several times
  public void update(UnaryOperator<Settings> change) {
    synchronized (writing) {
      Settings all = change.apply(present);
      if (all.equals(present)) {
        return;
      }
      present = all;
      if (unwritten.size() >= MOST_CHANGES) {
        unwritten.clear();
        unwritten.add(ignored -> all);
      } else {
        unwritten.add(change);
      }
      if (writer == null) {
        writer = Thread.ofVirtual().name("settings-writer").start(this::write);
      }
    }
    publish();
  }

  /// Holding no lock: who is told may wait for others who change the settings.
  private void publish() {
    settings.update(ignored -> present);
  }

  /// Takes over within a second or two what other processes write, until it is closed.
  public Subscription follow() {
    // Not a virtual one: waking that costs three times as much.
    Thread looking = Thread.ofPlatform().daemon().name("settings-look").start(this::look);
    return looking::interrupt;
  }

  private void look() {
    // Much may have happened since it was opened.
    List<Object> known = List.of();
    try {
      while (true) {
        Thread.sleep(LOOK);
        List<Object> now = stamp();
        if (!now.equals(known)) {
          known = now;
          lookAgain();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookAgain() {
    int before;
    synchronized (writing) {
      before = taken;
    }
    try {
      Document now = read(file);
      synchronized (writing) {
        // Otherwise a write has taken over something newer meanwhile.
        if (before != taken || now.isNothing()) {
          return;
        }
        takeOver(Settings.of(now));
      }
      publish();
      tellInvalid(InvalidSettings.in(file, now));
    } catch (IOException | MooringException e) {
      LOG.debug("Settings {} cannot be read at the moment", file, e);
    }
  }

  /// Nothing takes away what is told of a failed write but a write.
  private void tellInvalid(Optional<Problem> invalid) {
    trouble.update(
        before ->
            invalid.isPresent() || before.filter(InvalidSettings::is).isPresent()
                ? invalid
                : before);
  }

  private List<Object> stamp() {
    try {
      BasicFileAttributes present = Files.readAttributes(file, BasicFileAttributes.class);
      return List.of(present.lastModifiedTime(), present.size(), String.valueOf(present.fileKey()));
    } catch (IOException e) {
      return List.of();
    }
  }

  @Override
  public void close() {
    awaitWritten();
  }

  /// Waits until every change so far is on the disk, or was tried; [#trouble] says which.
  public void awaitWritten() {
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
      List<UnaryOperator<Settings>> changes;
      Settings otherwise;
      synchronized (writing) {
        changes = List.copyOf(unwritten);
        unwritten.clear();
        otherwise = onDisk;
        if (changes.isEmpty()) {
          writer = null;
          return;
        }
      }
      try (SettingsLock lock = SettingsLock.of(file)) {
        Document now = presentFile();
        keepForLater(now);
        Settings before = now.isNothing() ? otherwise : Settings.of(now);
        Settings after = changed(before, changes);
        Document next = written(now, before, after);
        save(Documents.prettyJson(next));
        synchronized (writing) {
          takeOver(after);
        }
        publish();
        trouble.set(InvalidSettings.in(file, next));
      } catch (IOException e) {
        LOG.warn("Settings were not saved to {}", file, e);
        trouble.set(Optional.of(notSaved(e)));
        if (!again(changes)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// Keeps what could not be written for the next change; true when that is there already.
  private boolean again(List<UnaryOperator<Settings>> changes) {
    synchronized (writing) {
      boolean more = !unwritten.isEmpty();
      unwritten.addAll(0, changes);
      if (!more) {
        writer = null;
      }
      return more;
    }
  }

  private void takeOver(Settings read) {
    taken++;
    onDisk = read;
    present = changed(read, unwritten);
  }

  private static Settings changed(Settings from, List<UnaryOperator<Settings>> changes) {
    Settings next = from;
    for (UnaryOperator<Settings> each : changes) {
      next = each.apply(next);
    }
    return next;
  }

  /// A later Mooring's file is changed only where it was copied: this one may not understand all of
  /// it. Once for each version, because what it was before this Mooring touched it is what counts.
  private void keepForLater(Document now) throws IOException {
    long version = now.at("version").integer().orElse(0L);
    Path copy = file.resolveSibling(file.getFileName() + ".version-" + version);
    if (version > Settings.VERSION && !Files.exists(copy)) {
      Files.copy(file, copy);
    }
  }

  /// What the file holds, or nothing where that is unreadable and was put aside.
  private Document presentFile() throws IOException {
    try {
      return read(file);
    } catch (MooringException e) {
      LOG.warn("Settings {} became unreadable", file, e);
      putAside(file);
      if (Files.exists(file)) {
        throw new IOException("unreadable, and cannot be moved aside", e);
      }
      return Document.nothing();
    }
  }

  /// Values that mean nothing here stay as they are: a later Mooring may know them.
  private static Document written(Document file, Settings before, Settings after) {
    if (file.isNothing()) {
      return after.over(file);
    }
    Document now = file;
    Map<String, Document> old = before.over(Document.nothing()).entries();
    Map<String, Document> all = after.over(Document.nothing()).entries();
    for (Map.Entry<String, Document> each : all.entrySet()) {
      boolean changed = !each.getValue().equals(old.get(each.getKey()));
      if (changed || now.at(each.getKey()).isNothing()) {
        now = now.with(each.getValue(), each.getKey());
      }
    }
    return now;
  }

  /// @return nothing where there is no file
  private static Document read(Path file) throws IOException {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST);
    } catch (NoSuchFileException e) {
      return Document.nothing();
    }
    Document document = Documents.json(bytes, file.toString());
    if (!(document.plain() instanceof Map)) {
      throw new Problem(
              Code.DOCUMENT_UNREADABLE,
              Messages.of("cannot-read", file),
              Messages.of("it-is-not-a-json-object"),
              new Remedy.Advice(Messages.of("correct-or-remove-it")))
          .raise();
    }
    return document;
  }

  private void save(String text) throws IOException {
    // Where the file is a link into a folder of dot files, what it leads to is replaced.
    Path target = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file;
    Path directory = target.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    Path beside = Files.createTempFile(directory, target.getFileName().toString(), ".new");
    try {
      try (FileChannel out = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      try {
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private Problem notSaved(IOException e) {
    return new Problem(
        Code.SETTINGS_NOT_SAVED,
        Messages.of("cannot-save-the-settings"),
        Messages.of("writing-failed-what-it-held-before", file),
        new Remedy.Advice(Messages.of("check-that-the-disk-has-room")),
        String.valueOf(e));
  }

  private static Problem putAside(Path file) {
    try {
      Path aside = freeName(file);
      Files.move(file, aside);
      return new Problem(
          Code.SETTINGS_NOT_READ,
          Messages.of("cannot-read-the-settings"),
          Messages.of("is-not-a-valid-settings-file", file),
          new Remedy.Advice(Messages.of("defaults-are-used-your-file-was", aside)));
    } catch (IOException e) {
      return new Problem(
          Code.SETTINGS_NOT_READ,
          Messages.of("cannot-read-the-settings"),
          Messages.of("cannot-be-read-or-moved", file),
          new Remedy.Advice(Messages.of("check-the-permissions-of-that-file")),
          String.valueOf(e));
    }
  }

  private static Path freeName(Path file) throws IOException {
    for (int i = 1; i <= 100; i++) {
      Path aside =
          file.resolveSibling(file.getFileName() + ".unreadable" + (i == 1 ? "" : "-" + i));
      if (!Files.exists(aside)) {
        return aside;
      }
    }
    throw new IOException("a hundred unreadable files are there already");
  }
}
