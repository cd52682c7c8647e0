package dev.mooring.registry.transfer;

import dev.mooring.document.Printable;
import dev.mooring.platform.BlockInput;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.BlobContent;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;

/// One blob of a source, read through losses: after each it goes on at the byte where it was. Its
/// last bytes are handed on only when the whole has the digest that names it.
///
/// One stream at a time.
public final class CheckedBlob implements BlobContent {
  private static final Duration SHORT_PAUSE = Duration.ofMillis(100);

  private final ImageSource source;
  private final Descriptor blob;
  private final Duration firstPause;
  private final String what;
  private final String again;
  private final MessageDigest hash = Digests.sha256();

  /// How many bytes from the start went into the hash.
  private long hashed;

  /// One that is copied.
  CheckedBlob(ImageSource source, Descriptor blob, Duration firstPause) {
    this(
        source,
        blob,
        firstPause,
        Messages.of("cannot-copy-from", source.name()),
        Messages.of("run-it-again-layers-stay"));
  }

  /// @param firstPause after a loss; doubles with each that follows without a byte between
  /// @param what a problem says that did not happen: "Can't copy from HOST"
  /// @param again what to do where the connection broke too often
  public CheckedBlob(
      ImageSource source, Descriptor blob, Duration firstPause, String what, String again) {
    this.source = source;
    this.blob = blob;
    this.firstPause = firstPause;
    this.what = what;
    this.again = again;
  }

  /// The whole of a small one.
  ///
  /// @param most bytes that it may have
  /// @throws MooringException where it is larger, is not what its digest says, or cannot be read
  public static byte[] read(ImageSource source, Descriptor blob, int most)
      throws InterruptedException {
    String what = Messages.of("cannot-read-from", source.name());
    if (blob.size() > most) {
      throw Unreadable.problem(
          what, Messages.of("it-is-larger-than", blob.digest().brief(), most >> 20), "");
    }
    CheckedBlob checked =
        new CheckedBlob(source, blob, SHORT_PAUSE, what, Messages.of("try-again"));
    byte[] bytes;
    try (InputStream in = checked.open(0)) {
      bytes = in.readNBytes(most);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw checked.failed(e);
    }
    if (bytes.length == 0) {
      checked.check();
    }
    return bytes;
  }

  @Override
  public InputStream open(long offset) {
    return new Rest(offset);
  }

  private void take(byte[] bytes, int from, int length, long position) {
    long end = position + length;
    if (end > hashed) {
      // What is read a second time after a loss at the target is in the hash already.
      int known = (int) (hashed - position);
      hash.update(bytes, from + known, length - known);
      hashed = end;
    }
    if (end == blob.size() && hashed == blob.size()) {
      check();
    }
  }

  private void check() {
    Digest found;
    try {
      found = Digests.finish((MessageDigest) hash.clone());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("every Java platform can copy a SHA-256", e);
    }
    if (!found.equals(blob.digest())) {
      throw new Problem(
              Code.DIGEST_MISMATCH,
              what,
              Messages.of("a-layer-does-not-match", blob.digest().brief()),
              new Remedy.Advice(Messages.of("do-not-trust-the-source")),
              Messages.of("named-content", blob.digest(), found))
          .raise();
    }
  }

  private MooringException failed(IOException e) {
    return new Problem(
            Code.REGISTRY_UNREACHABLE,
            what,
            Messages.of(
                "the-connection-broke-times",
                ResumedInput.MOST_FAILURES,
                Printable.line(String.valueOf(e.getMessage()), 200)),
            new Remedy.Advice(again),
            Messages.of("layer", blob.digest()))
        .raise(e);
  }

  private final class Rest extends BlockInput {
    private final ResumedInput in;

    Rest(long position) {
      in =
          new ResumedInput(
              source, blob, position, blob.size(), firstPause, CheckedBlob.this::failed);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      long position = in.position();
      int some = in.read(into, from, length);
      if (some > 0) {
        take(into, from, some, position);
      }
      return some;
    }

    /// Wakes whoever reads.
    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
