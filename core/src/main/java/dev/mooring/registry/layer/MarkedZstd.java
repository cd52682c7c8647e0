package dev.mooring.registry.layer;

import dev.mooring.platform.BlockInput;
import dev.mooring.registry.zstd.ZstdInput;
import dev.mooring.registry.zstd.ZstdMark;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Unpacks zstd and sets checkpoints at the ends of blocks and between frames.
///
/// Within a frame a checkpoint is known only when the next one is reached: it keeps of the content
/// before it what is repeated up to there. Frames that may repeat more than is sensible to keep are
/// begun with at their beginning only.
final class MarkedZstd extends BlockInput {
  static final int LARGEST_WINDOW = 16 << 20;

  private final ZstdInput in;
  private final Marks marks;
  private @Nullable ZstdMark mark;
  private long markPacked;
  private long markUnpacked;
  private long unpacked;

  MarkedZstd(ZstdInput in, Marks marks) {
    this.in = in;
    this.marks = marks;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int some = in.read(into, from, length);
    unpacked += Math.max(0, some);
    if (some < 0) {
      set();
    } else if (in.isBetweenBlocks()
        && (!in.isWithinFrame() || in.windowSize() <= LARGEST_WINDOW)
        && marks.isDue(in.position(), unpacked)) {
      set();
      markPacked = in.position();
      markUnpacked = unpacked;
      if (in.isWithinFrame()) {
        mark = in.mark();
      } else {
        marks.addLasting(new Checkpoint(markPacked, 0, markUnpacked, new byte[0]));
      }
    }
    return some;
  }

  private void set() {
    ZstdMark now = mark;
    mark = null;
    if (now != null) {
      byte[] state = Checkpoint.smaller(now.toByteArray());
      marks.addLasting(new Checkpoint(markPacked, 0, markUnpacked, state));
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
