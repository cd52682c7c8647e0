package dev.mooring.registry.archive;

import dev.mooring.registry.BlobContent;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/// A layout in a folder. A blob gets its name once it is whole and has its digest, so that
/// what was cut off is never taken for one. Links are not followed: the folder may be
/// somebody else's.
public final class FolderContent implements WritableContent {
  static final int LONGEST_MANIFEST = 4 << 20;
  private static final String MARK = "oci-layout";
  private static final String INDEX = "index.json";
  private static final String VERSION = "{\"imageLayoutVersion\":\"1.0.0\"}";
  private static final String PART = ".mooring-";
  private static final int LONGEST_INDEX = 64 << 20;
  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final Path blobs;
  private final Set<Digest> checked = ConcurrentHashMap.newKeySet();

  private FolderContent(Path folder) {
    this.folder = folder;
    this.blobs = folder.resolve("blobs").resolve("sha256");
  }

  /// To read from.
  public static FolderContent at(Path folder) {
    return new FolderContent(folder);
  }

  /// To write to; what is there already stays.
  public static FolderContent make(Path folder) throws IOException {
    FolderContent content = new FolderContent(folder);
    Files.createDirectories(content.blobs);
    try (Stream<Path> all = Files.list(content.blobs)) {
      for (Path each : all.toList()) {
        if (each.getFileName().toString().startsWith(PART)) {
          Files.deleteIfExists(each);
        }
      }
    }
    content.write(folder.resolve(MARK), VERSION.getBytes(StandardCharsets.UTF_8));
    return content;
  }

  /// Whether a folder has the two files by which a layout is known, `oci-layout` and
  /// `index.json`. Neither is read.
  public static boolean isLayout(Path folder) {
    return Files.isRegularFile(folder.resolve(MARK), LinkOption.NOFOLLOW_LINKS)
        && Files.isRegularFile(folder.resolve(INDEX), LinkOption.NOFOLLOW_LINKS);
  }

  /// The list of images; empty where none was written yet.
  public Optional<byte[]> index() throws IOException {
    return small(folder.resolve(INDEX), LONGEST_INDEX);
  }

  @Override
  public String name() {
    return folder.toString();
  }

  private Path file(Digest digest) {
    return blobs.resolve(digest.hex());
  }

  private static Optional<byte[]> small(Path file, int most) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > most) {
      return Optional.empty();
    }
    try (InputStream in = open(file, 0)) {
      byte[] bytes = in.readNBytes(most + 1);
      return bytes.length > most ? Optional.empty() : Optional.of(bytes);
    }
  }

  private static InputStream open(Path file, long offset) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(file.toString());
    }
    SeekableByteChannel channel =
        Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    channel.position(offset);
    return Channels.newInputStream(channel);
  }

  @Override
  public Optional<byte[]> manifest(Digest digest) throws IOException {
    return small(file(digest), LONGEST_MANIFEST).filter(bytes -> Digests.of(bytes).equals(digest));
  }

  @Override
  public OptionalLong size(Digest digest) throws IOException {
    Path file = file(digest);
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? OptionalLong.of(Files.size(file))
        : OptionalLong.empty();
  }

  @Override
  public InputStream open(Descriptor blob, long offset) throws IOException {
    Path file = file(blob.digest());
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) != blob.size()) {
      throw new NoSuchFileException(file.toString(), null, "of another size");
    }
    return open(file, offset);
  }

  @Override
  public boolean has(Descriptor blob) throws IOException {
    Path file = file(blob.digest());
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) != blob.size()) {
      return false;
    }
    if (checked.contains(blob.digest())) {
      return true;
    }
    MessageDigest hash = Digests.sha256();
    try (InputStream in = open(file, 0)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hash.update(buffer, 0, n);
      }
    }
    boolean same = Digests.finish(hash).equals(blob.digest());
    if (same) {
      checked.add(blob.digest());
    }
    return same;
  }

  @Override
  public void store(Descriptor blob, BlobContent content, LongConsumer moved)
      throws IOException, InterruptedException {
    Path part = Files.createTempFile(blobs, PART, ".part");
    try {
      MessageDigest hash = Digests.sha256();
      try (InputStream in = content.open(0);
          FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE);
          OutputStream out = Channels.newOutputStream(file)) {
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          hash.update(buffer, 0, n);
          out.write(buffer, 0, n);
          moved.accept(n);
        }
        file.force(true);
      }
      Digest found = Digests.finish(hash);
      if (!found.equals(blob.digest())) {
        throw Failures.mismatch(name(), blob.digest(), found);
      }
      move(part, file(blob.digest()));
      checked.add(blob.digest());
    } finally {
      Files.deleteIfExists(part);
    }
  }

  @Override
  public void store(Digest digest, byte[] manifest) throws IOException {
    if (manifest(digest).isEmpty()) {
      write(file(digest), manifest);
    }
  }

  @Override
  public void list(byte[] index) throws IOException {
    write(folder.resolve(INDEX), index);
  }

  @Override
  public void finish(byte[] index) throws IOException {
    list(index);
  }

  private void write(Path target, byte[] bytes) throws IOException {
    Path part = Files.createTempFile(blobs, PART, ".part");
    try {
      Files.write(part, bytes);
      move(part, target);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() {}
}
