package dev.mooring.registry.layer;

import dev.mooring.platform.BlockInput;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.transfer.ResumedInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Reads many files of a layer whose index is known, from the first to the last: what is beside one
/// another comes by one request, what is far from the others isn't fetched.
///
/// Each piece of a file is checked before it is handed on, as for a single one.
final class LayerPass {
  /// To read so much for nothing takes less than to ask once more.
  private static final long GAP = 1 << 20;

  private final ImageSource source;
  private final Descriptor layer;
  private final LayerIndex index;
  private final Duration pause;

  /// @param pause after a loss of the connection; doubles
  LayerPass(ImageSource source, Descriptor layer, LayerIndex index, Duration pause) {
    this.source = source;
    this.layer = layer;
    this.index = index;
    this.pause = pause;
  }

  /// Files that are unpacked in one go.
  ///
  /// @param end of what they take in the blob
  private record Part(Checkpoint from, long end, List<LayerEntry> files) {}

  /// @throws IOException what a reading throws
  void run(List<LayerEntry> files, Layers.Reading each) throws IOException, InterruptedException {
    List<LayerEntry> full = new ArrayList<>();
    for (LayerEntry file : files) {
      if (file.size() > 0) {
        full.add(file);
      } else {
        each.read(file, InputStream.nullInputStream());
      }
    }
    full.sort(Comparator.comparingLong(LayerEntry::offset));
    List<Part> near = new ArrayList<>();
    for (Part next : parts(full)) {
      if (!near.isEmpty() && next.from().packed > near.getLast().end() + GAP) {
        request(near, each);
        near.clear();
      }
      near.add(next);
    }
    if (!near.isEmpty()) {
      request(near, each);
    }
  }

  private List<Part> parts(List<LayerEntry> files) {
    List<Part> parts = new ArrayList<>();
    for (LayerEntry file : files) {
      Checkpoint from = index.before(file.offset());
      long end = index.end(file.offset() + file.size(), layer.size());
      Part last = parts.isEmpty() ? null : parts.getLast();
      if (last != null && joins(from, last.end())) {
        last.files().add(file);
        parts.set(parts.size() - 1, new Part(last.from(), Math.max(last.end(), end), last.files()));
      } else {
        parts.add(new Part(from, end, new ArrayList<>(List.of(file))));
      }
    }
    return parts;
  }

  /// By a table that the layer carries it's not known how far it is from one member to the next.
  private boolean joins(Checkpoint from, long end) {
    return index.isWhole() ? from.packed <= end + GAP : from.packed < end;
  }

  private void request(List<Part> parts, Layers.Reading each)
      throws IOException, InterruptedException {
    long start = parts.getFirst().from().packed;
    try (ResumedInput blob =
        new ResumedInput(
            source,
            layer,
            start,
            parts.getLast().end(),
            pause,
            e -> LayerProblems.lost(source, layer, e))) {
      for (Part part : parts) {
        Bounded packed = begin(blob, part);
        InputStream unpacked = resume(packed, part);
        long at = part.from().unpacked;
        for (LayerEntry file : part.files()) {
          if (Thread.interrupted()) {
            throw new InterruptedException("it was cancelled");
          }
          FileContent content = begin(file, unpacked, file.offset() - at);
          each.read(file, content);
          drop(content);
          at = file.offset() + file.size();
        }
        drop(packed);
      }
    }
  }

  private Bounded begin(ResumedInput blob, Part part) throws InterruptedException {
    drop(new Bounded(blob, part.from().packed - blob.position()));
    return new Bounded(blob, part.end() - part.from().packed);
  }

  private InputStream resume(InputStream packed, Part part) throws InterruptedException {
    try {
      return index.resume(packed, part.from());
    } catch (IOException e) {
      LayerProblems.cancelled(e);
      throw LayerProblems.damaged(source, layer, e);
    }
  }

  private FileContent begin(LayerEntry file, InputStream unpacked, long before)
      throws InterruptedException {
    FileContent content =
        new FileContent(
            InputStream.nullInputStream(),
            file,
            index.pieces(),
            () -> LayerProblems.differs(source, layer, index, file));
    try {
      content.begin(unpacked, before);
      return content;
    } catch (IOException e) {
      LayerProblems.cancelled(e);
      throw LayerProblems.damaged(source, layer, e);
    }
  }

  private void drop(InputStream rest) throws InterruptedException {
    try {
      rest.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      LayerProblems.cancelled(e);
      throw LayerProblems.damaged(source, layer, e);
    }
  }

  /// A part of a stream that goes on after it.
  private static final class Bounded extends BlockInput {
    private final InputStream in;
    private long left;

    Bounded(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (left <= 0) {
        return length == 0 ? 0 : -1;
      }
      int some = in.read(into, from, (int) Math.min(left, length));
      if (some < 0) {
        throw new EOFException(Messages.of("it-ends-in-the-middle-of"));
      }
      left -= some;
      return some;
    }
  }
}
