package dev.mooring.registry.archive;

import dev.mooring.registry.BlobContent;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Region;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/// A layout in a tar file that grows: a blob's place is taken before it comes, so that
/// several come at once, and its header stands before its content. Until all is there the
/// file has another name; a further run finds the places again and asks each for its digest.
///
/// Headers are written before their content, so that after a cut a place is found and its
/// content is not believed. The same blobs in the same order make the same file, byte for
/// byte. Thread-safe; blobs are written side by side, each in its own place.
public final class TarContent implements WritableContent {
  private static final String BLOBS = "blobs/sha256/";
  private static final int BLOCK = 512;
  private static final int BUFFER = 1 << 16;

  private final Path target;
  private final Path part;
  private final FileChannel file;
  private final Map<Digest, Region> places = new HashMap<>();
  private final Set<Digest> checked = ConcurrentHashMap.newKeySet();
  private long end;

  /// Whether what is left of a run that was cut off is kept for the next.
  private final boolean kept;

  private TarContent(Path target, Path part, FileChannel file, boolean kept) {
    this.target = target;
    this.part = part;
    this.file = file;
    this.kept = kept;
  }

  /// One that takes the place of what is there, or leaves nothing.
  static TarContent fresh(Path archive) throws IOException {
    Path target = archive.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new FileSystemException(archive.toString(), null, Messages.of("it-is-a-folder"));
    }
    Path folder = target.getParent() == null ? target : target.getParent();
    Path part = Files.createTempFile(folder, ".mooring-", ".part");
    return new TarContent(
        target,
        part,
        FileChannel.open(part, StandardOpenOption.READ, StandardOpenOption.WRITE),
        false);
  }

  /// One that goes on where a run before it was cut off: the file of the target's name with
  /// `.part` behind it is kept until it is whole.
  ///
  /// @throws NoSuchFileException where the folder is not there; it is not made
  public static TarContent make(Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    Path part = target.resolveSibling("." + target.getFileName() + ".part");
    if (folder != null && !Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    FileChannel file =
        FileChannel.open(
            part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    TarContent content = new TarContent(target, part, file, true);
    content.find();
    return content;
  }

  /// Our own headers, as far as they go.
  private void find() throws IOException {
    while (true) {
      byte[] header = read(end, BLOCK);
      Optional<Long> size = TarLayout.size(header);
      String name = new String(header, 0, Math.min(header.length, 100), StandardCharsets.US_ASCII);
      String clean = name.replaceFirst("\0.*", "");
      if (size.isEmpty() || !clean.matches(BLOBS + "[0-9a-f]{64}")) {
        return;
      }
      Digest digest = new Digest("sha256:" + clean.substring(BLOBS.length()));
      places.put(digest, new Region(file, end + BLOCK, size.get()));
      end += BLOCK + padded(size.get());
    }
  }

  private byte[] read(long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) < 0) {
        return new byte[0];
      }
    }
    return buffer.array();
  }

  private static long padded(long size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  @Override
  public String name() {
    return target.toString();
  }

  private synchronized Optional<Region> place(Digest digest) {
    return Optional.ofNullable(places.get(digest));
  }

  private Region reserve(Digest digest, long size) throws IOException {
    synchronized (this) {
      Region there = places.get(digest);
      if (there != null && there.size() == size) {
        return there;
      }
      Region place = new Region(file, end + BLOCK, size);
      write(TarLayout.header(BLOBS + digest.hex(), size), end);
      places.put(digest, place);
      end += BLOCK + padded(size);
      return place;
    }
  }

  /// Takes the places of blobs, in this order, if there is room for all.
  void expect(List<Descriptor> blobs) throws IOException {
    long needed = 0;
    for (Descriptor each : blobs) {
      needed += BLOCK + padded(each.size());
    }
    Path folder = part.toAbsolutePath().getParent();
    long usable = Files.getFileStore(folder == null ? part : folder).getUsableSpace();
    if (usable < needed) {
      throw ArchiveProblems.tooSmall(target, needed, usable);
    }
    for (Descriptor each : blobs) {
      reserve(each.digest(), each.size());
    }
  }

  private void write(byte[] bytes, long at) throws IOException {
    write(ByteBuffer.wrap(bytes), at);
  }

  private void write(ByteBuffer buffer, long at) throws IOException {
    long next = at;
    while (buffer.hasRemaining()) {
      next += file.write(buffer, next);
    }
  }

  @Override
  public Optional<byte[]> manifest(Digest digest) throws IOException {
    Optional<Region> place = place(digest);
    if (place.isEmpty() || place.get().size() > FolderContent.LONGEST_MANIFEST) {
      return Optional.empty();
    }
    byte[] bytes = read(place.get().offset(), (int) place.get().size());
    return Digests.of(bytes).equals(digest) ? Optional.of(bytes) : Optional.empty();
  }

  @Override
  public OptionalLong size(Digest digest) {
    return place(digest).map(each -> OptionalLong.of(each.size())).orElse(OptionalLong.empty());
  }

  @Override
  public InputStream open(Descriptor blob, long offset) throws IOException {
    return place(blob.digest())
        .orElseThrow(() -> new NoSuchFileException(blob.digest().text()))
        .open(offset);
  }

  @Override
  public boolean has(Descriptor blob) throws IOException {
    Optional<Region> place = place(blob.digest());
    if (place.isEmpty() || place.get().size() != blob.size()) {
      return false;
    }
    if (checked.contains(blob.digest())) {
      return true;
    }
    MessageDigest hash = Digests.sha256();
    for (long at = 0; at < blob.size(); at += BUFFER) {
      int length = (int) Math.min(BUFFER, blob.size() - at);
      hash.update(read(place.get().offset() + at, length));
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
    Region place = reserve(blob.digest(), blob.size());
    MessageDigest hash = Digests.sha256();
    long at = 0;
    try (InputStream in = content.open(0)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (n > blob.size() - at) {
          throw new IOException("a blob is longer than it says");
        }
        hash.update(buffer, 0, n);
        write(ByteBuffer.wrap(buffer, 0, n), place.offset() + at);
        at += n;
        moved.accept(n);
      }
    }
    Digest found = Digests.finish(hash);
    if (!found.equals(blob.digest())) {
      throw Failures.mismatch(name(), blob.digest(), found);
    }
    checked.add(blob.digest());
  }

  @Override
  public void store(Digest digest, byte[] manifest) throws IOException {
    if (manifest(digest).isEmpty()) {
      write(manifest, reserve(digest, manifest.length).offset());
    }
  }

  /// Only at the end: a tar file has one place for it.
  @Override
  public void list(byte[] index) {}

  @Override
  public void finish(byte[] index) throws IOException {
    synchronized (this) {
      add("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
      add("index.json", index);
      write(new byte[2 * BLOCK], end);
      file.truncate(end + 2 * BLOCK);
      file.force(true);
    }
    if (kept) {
      Files.move(part, target);
    } else {
      replace();
    }
  }

  private void replace() throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// A small file beside the blobs.
  synchronized void add(String name, byte[] bytes) throws IOException {
    write(TarLayout.header(name, bytes.length), end);
    write(bytes, end + BLOCK);
    long next = end + BLOCK + padded(bytes.length);
    write(new byte[(int) (next - end - BLOCK - bytes.length)], end + BLOCK + bytes.length);
    end = next;
  }

  @Override
  public void close() throws IOException {
    file.close();
    if (!kept) {
      Files.deleteIfExists(part);
    }
  }
}
