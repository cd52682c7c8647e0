package dev.mooring.debug.snapshot;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digests;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// A file in the debug container that is brought here. A transfer that is cut goes on where it was,
/// and what arrived is checked.
final class PodFile {
  private static final int BLOCK = 64 * 1024;
  private static final Duration SILENCE = Duration.ofSeconds(20);
  private static final Duration SUMMING = Duration.ofMinutes(2);
  private static final int FAILURES = 6;
  private static final Duration PAUSE = Duration.ofMillis(500);

  /// $1 file, $2 blocks that are here already
  private static final String PLAIN = "exec dd if=\"$1\" bs=65536 skip=\"$2\" 2>/dev/null";

  private static final String PACKED =
      "dd if=\"$1\" bs=65536 skip=\"$2\" 2>/dev/null | gzip -1 -c 2>/dev/null";

  private static final String SIZE = "echo \"size $(wc -c <\"$1\")\"";
  private static final String SUM = "sum=$(sha256sum <\"$1\") && echo \"sum ${sum%% *}\"";

  private final PodShell shell;
  private final String path;
  private final boolean packed;
  private final Duration pause;

  PodFile(PodShell shell, String path, boolean packed) {
    this(shell, path, packed, PAUSE);
  }

  PodFile(PodShell shell, String path, boolean packed, Duration pause) {
    this.shell = shell;
    this.path = path;
    this.packed = packed;
    this.pause = pause;
  }

  /// Brings the file.
  ///
  /// @param part words for the progress
  /// @param most bytes that it may have
  /// @param checked whether the container can say its checksum
  /// @return bytes of it that are empty and take no place here
  /// @throws MooringException when it is larger, is not what the container said, or cannot be had
  long bring(FileChannel to, long most, boolean checked, String part, Progress progress)
      throws IOException, InterruptedException {
    long size = Surroundings.number(shell.ask(SUMMING, SIZE, path), "size ");
    if (size == 0 || size > most) {
      throw Refusal.size(part, size, most);
    }
    Arriving file = new Arriving(to, size, part, progress);
    int failures = 0;
    while (!file.complete()) {
      long before = file.position;
      String why;
      try {
        String script = packed ? PACKED : PLAIN;
        IdleLimit.read(
            shell.stream(script, path, Long.toString(before / BLOCK)),
            SILENCE,
            (input, alive) -> file.take(packed ? unpacked(input) : input, alive));
        why = Messages.of("it-ended-early", file.position, size);
      } catch (IOException e) {
        why = String.valueOf(e.getMessage());
      } catch (MooringException e) {
        if (e.problem().code() == Code.SNAPSHOT_FAILED) {
          throw e;
        }
        why = e.problem().why();
      }
      failures = file.position > before ? 0 : failures + 1;
      if (!file.complete() && failures == FAILURES) {
        throw Refusal.cut(part, why);
      }
      if (!file.complete()) {
        progress.step(Messages.of("goes-on-after", part, why));
        Thread.sleep(pause.multipliedBy(1L << failures));
      }
    }
    if (checked) {
      check(file, part);
    }
    return file.holes;
  }

  private void check(Arriving file, String part) throws InterruptedException {
    List<String> said = shell.ask(SUMMING, SUM, path);
    if (!said.contains("sum " + HexFormat.of().formatHex(file.sum.digest()))) {
      throw Refusal.changed(part);
    }
  }

  private static InputStream unpacked(InputStream input) throws IOException {
    return new GZIPInputStream(new BufferedInputStream(input, BLOCK), BLOCK);
  }

  /// What is here of it, in whole blocks until the last.
  private static final class Arriving {
    private final FileChannel to;
    private final long size;
    private final String part;
    private final Progress progress;
    private final MessageDigest sum = Digests.sha256();
    private volatile long position;
    private volatile long holes;

    Arriving(FileChannel to, long size, String part, Progress progress) {
      this.to = to;
      this.size = size;
      this.part = part;
      this.progress = progress;
    }

    boolean complete() {
      return position == size;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one reader at a time
    boolean take(InputStream input, Runnable alive) throws IOException {
      byte[] block = new byte[BLOCK];
      while (position < size) {
        int wanted = (int) Math.min(BLOCK, size - position);
        if (input.readNBytes(block, 0, wanted) < wanted) {
          return false;
        }
        alive.run();
        sum.update(block, 0, wanted);
        write(block, wanted);
        position += wanted;
        progress.advance(part, position, size, Progress.Unit.BYTES);
      }
      if (input.read() != -1) {
        throw Refusal.longer(part, size);
      }
      return true;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void write(byte[] block, int length) throws IOException {
      boolean last = position + length == size;
      if (!last && empty(block, length)) {
        holes += length;
        return;
      }
      ByteBuffer bytes = ByteBuffer.wrap(block, 0, length);
      long at = position;
      while (bytes.hasRemaining()) {
        at += to.write(bytes, at);
      }
    }

    private static boolean empty(byte[] block, int length) {
      for (int i = 0; i < length; i++) {
        if (block[i] != 0) {
          return false;
        }
      }
      return true;
    }
  }

  /// Why a file is not kept.
  private static final class Refusal {
    static MooringException size(String part, long size, long most) {
      return failed(
          part,
          size == 0
              ? Messages.of("its-size-is-unknown")
              : Messages.of("it-is-too-large", size >> 20, most >> 20),
          Messages.of("free-space-or-choose-another-pod"));
    }

    static MooringException longer(String part, long size) {
      return failed(part, Messages.of("it-is-longer", size), Messages.of("take-it-again"));
    }

    static MooringException cut(String part, String why) {
      return failed(part, why, Messages.of("take-it-again"));
    }

    static MooringException changed(String part) {
      return failed(part, Messages.of("another-checksum"), Messages.of("take-it-again"));
    }

    private static MooringException failed(String part, String why, String whatToDo) {
      return new Problem(
              Code.SNAPSHOT_FAILED,
              Messages.of("not-brought", part),
              why,
              new Remedy.Advice(whatToDo))
          .raise();
    }
  }
}
