package dev.mooring.settings;

import dev.mooring.document.BoundedFile;
import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.platform.FileStamps;
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
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The settings file as bytes: read within bounds, replaced whole, never lost. Whoever writes holds
/// its [SettingsLock].
record SettingsDisk(Path file) {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsDisk.class);
  private static final Bounds BOUNDS = new Bounds(1 << 20, 100, 400_000, 1 << 20);

  /// @return nothing where there is no file
  Document read() throws IOException {
    byte[] bytes;
    try {
      bytes = BoundedFile.bytes(file, BOUNDS);
    } catch (NoSuchFileException e) {
      return Document.nothing();
    } catch (BoundedFile.TooLongException e) {
      throw unreadable(String.valueOf(e.getMessage()));
    }
    Document document = Documents.json(bytes, file.toString());
    if (!(document.plain() instanceof Map)) {
      throw unreadable(Messages.of("it-is-not-a-json-object"));
    }
    return document;
  }

  private MooringException unreadable(String why) {
    return new Problem(
            Code.DOCUMENT_UNREADABLE,
            Messages.of("cannot-read", file),
            why,
            new Remedy.Advice(Messages.of("correct-or-remove-it")))
        .raise();
  }

  /// What the file holds, or nothing where that is unreadable and was put aside.
  Document readOrPutAside() throws IOException {
    try {
      return read();
    } catch (MooringException e) {
      LOG.warn("Settings {} became unreadable", file, e);
      putAside();
      if (Files.exists(file)) {
        throw new IOException("it's unreadable and can't be moved aside", e);
      }
      return Document.nothing();
    }
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

  /// Differs once the file was written or replaced.
  List<Object> stamp() {
    return new FileStamps(List.of(file)).stamp();
  }

  /// Writes what differs between two settings over what the file holds.
  ///
  /// @param now what [#readOrPutAside] gave
  /// @return what the file holds then
  Document write(Document now, Settings before, Settings after) throws IOException {
    keepForLater(now);
    Document next = written(now, before, after);
    save(next);
    return next;
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

  /// Writes a file beside it, forces it to the disk, and lets it take the place of the old one.
  private void save(Document next) throws IOException {
    // Where the file is a link into a folder of dot files, what it leads to is replaced.
    Path target = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file;
    Path directory = target.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    Path beside = Files.createTempFile(directory, target.getFileName().toString(), ".new");
    try {
      try (FileChannel out = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        ByteBuffer bytes =
            ByteBuffer.wrap(Documents.prettyJson(next).getBytes(StandardCharsets.UTF_8));
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

  /// Gives an unreadable file another name, beside it.
  ///
  /// @return what to tell the user; also where it could not be moved
  Problem putAside() {
    try {
      Path aside = freeName();
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

  private Path freeName() throws IOException {
    for (int i = 1; i <= 100; i++) {
      Path aside =
          file.resolveSibling(file.getFileName() + ".unreadable" + (i == 1 ? "" : "-" + i));
      if (!Files.exists(aside)) {
        return aside;
      }
    }
    throw new IOException("there are already a hundred unreadable copies");
  }

  Problem notSaved(IOException e) {
    return new Problem(
        Code.SETTINGS_NOT_SAVED,
        Messages.of("cannot-save-the-settings"),
        Messages.of("writing-failed-what-it-held-before", file),
        new Remedy.Advice(Messages.of("check-that-the-disk-has-room")),
        String.valueOf(e));
  }
}
