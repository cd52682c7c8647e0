package dev.mooring.registry.archive;

import dev.mooring.registry.BlobContent;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/// A layout in a folder that this machine cannot mount. What is there is asked for its digest
/// where it is, so that nothing is moved twice. Blocking. The folder may be a pod's: an
/// interrupt ends what runs there and comes out as an `InterruptedIOException` with the
/// thread's mark set. Closing it leaves the folder to its owner.
public final class RemoteContent implements WritableContent {
  private static final String BLOBS = "blobs/sha256";
  private static final String MARK = "oci-layout";
  private static final String INDEX = "index.json";
  private static final String VERSION = "{\"imageLayoutVersion\":\"1.0.0\"}";
  private static final int LONGEST_INDEX = 64 << 20;

  private final RemoteFolder folder;
  private final String path;
  private final Set<Digest> checked = ConcurrentHashMap.newKeySet();

  /// @param path of the layout within the folder; empty for the folder itself
  public RemoteContent(RemoteFolder folder, String path) {
    this.folder = folder;
    this.path = path;
  }

  /// To write to; what is there already stays.
  public static RemoteContent make(RemoteFolder folder, String path)
      throws IOException, InterruptedException {
    RemoteContent content = new RemoteContent(folder, path);
    folder.clean(path);
    folder.clean(content.at(BLOBS));
    content.small(MARK, VERSION.getBytes(StandardCharsets.UTF_8));
    return content;
  }

  /// Whether the folder has `oci-layout` and `index.json`. Asks for their sizes and reads
  /// neither.
  public boolean isLayout() throws IOException, InterruptedException {
    return folder.size(at(MARK)).isPresent() && folder.size(at(INDEX)).isPresent();
  }

  /// The list of images; empty where there is none or it is too long.
  public Optional<byte[]> index() throws IOException, InterruptedException {
    return small(at(INDEX), LONGEST_INDEX);
  }

  private String at(String file) {
    return path.isEmpty() ? file : path + "/" + file;
  }

  private String at(Digest digest) {
    return at(BLOBS + "/" + digest.hex());
  }

  private Optional<byte[]> small(String file, int most) throws IOException, InterruptedException {
    OptionalLong size = folder.size(file);
    if (size.isEmpty() || size.getAsLong() > most) {
      return Optional.empty();
    }
    try (InputStream in = folder.open(file, 0)) {
      byte[] bytes = in.readNBytes(most + 1);
      return bytes.length > most ? Optional.empty() : Optional.of(bytes);
    }
  }

  private void small(String file, byte[] bytes) throws IOException, InterruptedException {
    folder.store(
        at(file), bytes.length, Digests.of(bytes), new ByteArrayInputStream(bytes), moved -> {});
  }

  @Override
  public String name() {
    return path.isEmpty() ? folder.name() : folder.name() + "/" + path;
  }

  @Override
  public Optional<byte[]> manifest(Digest digest) throws IOException {
    try {
      return small(at(digest), FolderContent.LONGEST_MANIFEST)
          .filter(bytes -> Digests.of(bytes).equals(digest));
    } catch (InterruptedException e) {
      throw cancelled();
    }
  }

  @Override
  public OptionalLong size(Digest digest) throws IOException {
    try {
      return folder.size(at(digest));
    } catch (InterruptedException e) {
      throw cancelled();
    }
  }

  @Override
  public InputStream open(Descriptor blob, long offset) throws IOException {
    try {
      OptionalLong size = folder.size(at(blob.digest()));
      if (size.isPresent() && size.getAsLong() != blob.size()) {
        throw new NoSuchFileException(blob.digest().text(), null, "of another size");
      }
      return folder.open(at(blob.digest()), offset);
    } catch (InterruptedException e) {
      throw cancelled();
    }
  }

  @Override
  public boolean has(Descriptor blob) throws IOException {
    if (checked.contains(blob.digest())) {
      return true;
    }
    try {
      OptionalLong size = folder.size(at(blob.digest()));
      boolean same =
          size.isPresent()
              && size.getAsLong() == blob.size()
              && folder.digest(at(blob.digest())).filter(blob.digest()::equals).isPresent();
      if (same) {
        checked.add(blob.digest());
      }
      return same;
    } catch (InterruptedException e) {
      throw cancelled();
    }
  }

  @Override
  public void store(Descriptor blob, BlobContent content, LongConsumer moved)
      throws IOException, InterruptedException {
    try (InputStream in = content.open(0)) {
      folder.store(at(blob.digest()), blob.size(), blob.digest(), in, moved);
    }
    checked.add(blob.digest());
  }

  @Override
  public void store(Digest digest, byte[] manifest) throws IOException {
    try {
      if (manifest(digest).isEmpty()) {
        small(BLOBS + "/" + digest.hex(), manifest);
      }
    } catch (InterruptedException e) {
      throw cancelled();
    }
  }

  @Override
  public void list(byte[] index) throws IOException {
    try {
      folder.sync();
      small(INDEX, index);
    } catch (InterruptedException e) {
      throw cancelled();
    }
  }

  @Override
  public void finish(byte[] index) throws IOException {
    list(index);
    try {
      folder.sync();
    } catch (InterruptedException e) {
      throw cancelled();
    }
  }

  /// The mark stays for whoever called.
  private static InterruptedIOException cancelled() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("it was cancelled");
  }

  @Override
  public void close() {}
}
