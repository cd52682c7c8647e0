package dev.mooring.registry.layer;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.transfer.ResumedInput;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// Opens files of layers whose index is known, each by a request from the checkpoint before it.
///
/// Where a second file between the same two checkpoints is asked for, all that is between them is
/// read, and the others are there already: who takes a folder asks for neighbours. Thread-safe.
final class LayerFiles {
  private final Duration pause;
  private final Spans spans = new Spans();

  /// @param pause after a loss of the connection; doubles
  LayerFiles(Duration pause) {
    this.pause = pause;
  }

  /// @param file of at least a byte
  InputStream open(ImageSource source, Descriptor layer, LayerIndex index, LayerEntry file)
      throws InterruptedException {
    Checkpoint start = index.spanStart(file.offset());
    long end = index.spanEnd(start);
    Spans.Key key = new Spans.Key(layer.digest(), start.unpacked);
    try {
      // By a table, what is unpacked begins at each file, or is as that table has it.
      boolean within =
          index.isWhole()
              && file.offset() + file.size() <= end
              && Spans.holds(end - start.unpacked);
      if (within && spans.isAskedAgain(key)) {
        byte[] span = spans.get(key);
        if (span == null) {
          span = span(source, layer, index, start, end);
          spans.put(key, span);
        }
        int at = (int) (file.offset() - start.unpacked);
        InputStream known = new ByteArrayInputStream(span, at, (int) file.size());
        return begun(source, layer, index, file, InputStream.nullInputStream(), known, 0);
      }
      Checkpoint from = index.before(file.offset());
      InputStream part = part(source, layer, index, from, file.offset() + file.size());
      long before = file.offset() - from.unpacked;
      return begun(source, layer, index, file, part, index.resume(part, from), before);
    } catch (IOException e) {
      spans.remove(key);
      LayerProblems.cancelled(e);
      throw LayerProblems.damaged(source, layer, e);
    }
  }

  private InputStream part(
      ImageSource source, Descriptor layer, LayerIndex index, Checkpoint from, long unpackedEnd) {
    return new ResumedInput(
        source,
        layer,
        from.packed,
        index.end(unpackedEnd, layer.size()),
        pause,
        e -> LayerProblems.lost(source, layer, e));
  }

  private byte[] span(
      ImageSource source, Descriptor layer, LayerIndex index, Checkpoint from, long end)
      throws IOException {
    try (InputStream part = part(source, layer, index, from, end)) {
      byte[] span = new byte[(int) (end - from.unpacked)];
      if (index.resume(part, from).readNBytes(span, 0, span.length) < span.length) {
        throw new EOFException(Messages.of("it-ends-in-the-middle-of"));
      }
      return span;
    }
  }

  private static FileContent begun(
      ImageSource source,
      Descriptor layer,
      LayerIndex index,
      LayerEntry file,
      InputStream part,
      InputStream unpacked,
      long before)
      throws IOException {
    FileContent content =
        new FileContent(
            part, file, index.pieces(), () -> LayerProblems.differs(source, layer, index, file));
    boolean ready = false;
    try {
      content.begin(unpacked, before);
      ready = true;
      return content;
    } finally {
      if (!ready) {
        content.abandon();
      }
    }
  }
}
