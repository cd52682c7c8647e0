package dev.mooring.cluster.fabric8;

import dev.mooring.document.BoundedFile;
import dev.mooring.document.Bounds;
import dev.mooring.document.YamlText;
import dev.mooring.document.YamlText.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Writes values of a user into the kubeconfig file that holds it, as careful as kubectl and more.
///
/// The same lock as kubectl's: `FILE.lock`, made only where there is none. The new content goes to
/// a file beside it and takes the old one's place whole. Mode, link, comments, and every other
/// field stay. A lock that somebody left is never removed: nobody can tell that it is left.
final class KubeconfigEdit {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Path file;
  private final Duration patience;

  /// @param file as `KUBECONFIG` names it, maybe a link
  /// @param patience how long somebody else may hold the file's lock
  KubeconfigEdit(Path file, Duration patience) {
    this.file = file;
    this.patience = patience;
  }

  /// What makes sure that the file is still the one to change.
  @FunctionalInterface
  interface Expectation {
    boolean holds(String text);
  }

  /// Sets values in the map at a path.
  ///
  /// @return whether it was written; not when the expectation no longer held
  /// @throws IOException saying in words why the file cannot be written; never with its content
  boolean set(List<Step> path, Map<String, String> values, Expectation expected)
      throws IOException, InterruptedException {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    lock(lock);
    try {
      Path real = file.toRealPath();
      String before = text(real);
      if (!expected.holds(before)) {
        return false;
      }
      String after = before;
      for (Map.Entry<String, String> value : values.entrySet()) {
        Optional<String> next = YamlText.set(after, path, value.getKey(), value.getValue());
        if (next.isEmpty()) {
          throw new IOException("it is written in a way that Mooring can't edit");
        }
        after = next.get();
      }
      if (!YamlText.differOnly(before, after, path, values)) {
        throw new IOException("it is written in a way that Mooring can't edit");
      }
      replace(real, after);
      return true;
    } finally {
      Files.deleteIfExists(lock);
    }
  }

  private static String text(Path real) throws IOException {
    if (!Files.isRegularFile(real)) {
      throw new IOException("it isn't a file that can be replaced");
    }
    try {
      return BoundedFile.text(real, Bounds.FILE);
    } catch (CharacterCodingException e) {
      throw new IOException("it isn't UTF-8 text", e);
    }
  }

  private void lock(Path lock) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        Files.createFile(lock);
        return;
      } catch (FileAlreadyExistsException e) {
        if (System.nanoTime() > deadline) {
          throw new IOException(
              "another program holds " + lock + "; delete that file if none is running", e);
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private static void replace(Path real, String text) throws IOException {
    if (!Files.isWritable(real)) {
      throw new IOException("it is read-only");
    }
    Path folder = real.resolveSibling(".").normalize();
    Path next = Files.createTempFile(folder, ".config", ".part", attributes(real));
    try {
      // Taking its place would give it to another owner.
      boolean own = Files.getOwner(next).equals(Files.getOwner(real));
      write(next, text);
      if (own) {
        Files.move(next, real, StandardCopyOption.ATOMIC_MOVE);
        force(folder);
      } else {
        write(real, text);
      }
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private static FileAttribute<?>[] attributes(Path real) throws IOException {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(real);
      return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)};
    } catch (UnsupportedOperationException e) {
      return new FileAttribute<?>[0];
    }
  }

  private static void write(Path to, String text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /// Without it a power cut may bring the old name back; not all systems can.
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      org.slf4j.LoggerFactory.getLogger(KubeconfigEdit.class).debug("No fsync of {}", folder, e);
    }
  }
}
