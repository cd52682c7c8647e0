package dev.mooring.registry.tags;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lines in a file of this user's own, of bounded size. A crash cuts off one line at most, and what
/// is none is passed over. When the file is full, the older half goes.
final class TagFile {
  /// Some 30,000 lines.
  private static final int MOST = 4 << 20;

  /// So that a tag that somebody moves all day leaves room for others.
  private static final int MOST_OF_A_TAG = 50;

  private static final int LONGEST = 1100;

  private final Path file;
  private final int most;

  TagFile(Path file) {
    this(file, MOST);
  }

  /// @param most bytes
  TagFile(Path file, int most) {
    this.file = file;
    this.most = most;
  }

  /// Which file it is and how long: another one where somebody wrote.
  record Stamp(long size, @Nullable Object key, @Nullable FileTime changed) {
    static final Stamp NONE = new Stamp(0, null, null);
  }

  Stamp stamp() throws IOException {
    try {
      BasicFileAttributes of =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!of.isRegularFile()) {
        throw new IOException(file + " is no file");
      }
      return new Stamp(of.size(), of.fileKey(), of.lastModifiedTime());
    } catch (NoSuchFileException e) {
      return Stamp.NONE;
    }
  }

  /// The lines in their order; the last ones of a file that is larger than it can become.
  List<TagLine> read() throws IOException {
    if (stamp().equals(Stamp.NONE)) {
      return List.of();
    }
    String text;
    try (FileChannel in =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      in.position(Math.max(0, in.size() - most));
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(in.size() - in.position(), most));
      while (bytes.hasRemaining() && in.read(bytes) >= 0) {
        // Reads on.
      }
      text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
    List<TagLine> lines = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int end = text.indexOf('\n', at);
      int stop = end < 0 ? text.length() : end;
      if (end >= 0 && stop - at <= LONGEST) {
        TagLine.parse(text.substring(at, stop)).ifPresent(lines::add);
      }
      at = stop + 1;
    }
    return lines;
  }

  /// Adds lines; for whoever holds the [TagLock].
  ///
  /// @param safely whether they are on the disk when it returns
  void add(List<TagLine> lines, boolean safely) throws IOException {
    StringBuilder text = new StringBuilder();
    lines.forEach(each -> text.append(each.text()).append('\n'));
    byte[] added = text.toString().getBytes(StandardCharsets.UTF_8);
    Stamp now = stamp();
    if (now.size() + added.length + 1 > most) {
      replace(lines);
      return;
    }
    try (FileChannel out =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS),
            mode())) {
      long end = out.size();
      // What a crash cut off is a line of its own, and none.
      boolean whole = end == 0 || last(out, end) == '\n';
      write(out, whole ? end : end + 1, added);
      if (!whole) {
        write(out, end, new byte[] {'\n'});
      }
      if (safely) {
        out.force(false);
      }
    }
  }

  private static byte last(FileChannel out, long end) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    out.read(one, end - 1);
    return one.get(0);
  }

  private static void write(FileChannel out, long at, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      out.write(buffer, at + buffer.position());
    }
  }

  private void replace(List<TagLine> more) throws IOException {
    List<TagLine> all = new ArrayList<>(read());
    all.addAll(more);
    Map<String, Integer> counts = new HashMap<>();
    List<TagLine> kept = new ArrayList<>();
    int bytes = 0;
    for (TagLine each : all.reversed()) {
      int length = each.text().length() + 1;
      if (bytes + length > most / 2) {
        break;
      }
      if (counts.merge(each.name(), 1, Integer::sum) <= MOST_OF_A_TAG) {
        kept.add(each);
        bytes += length;
      }
    }
    Collections.reverse(kept);
    StringBuilder text = new StringBuilder();
    kept.forEach(each -> text.append(each.text()).append('\n'));
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
    Path part = Files.createTempFile(folder, ".tags-", ".part", mode());
    try {
      try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
        write(out, 0, text.toString().getBytes(StandardCharsets.UTF_8));
        out.force(true);
      }
      move(part);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void move(Path part) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private FileAttribute<?>[] mode() {
    return mode(file, "rw-------");
  }

  /// None on Windows, where a user's profile is private.
  static FileAttribute<?>[] mode(Path near, String permissions) {
    return near.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
