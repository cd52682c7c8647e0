package dev.mooring.registry.layer;

import dev.mooring.platform.BlockInput;
import dev.mooring.registry.gzip.GzipInput;
import java.io.IOException;

/// Unpacks gzip and sets checkpoints at the ends of blocks.
final class MarkedGzip extends BlockInput {
  private final GzipInput in;
  private final Marks marks;
  private long unpacked;

  MarkedGzip(GzipInput in, Marks marks) {
    this.in = in;
    this.marks = marks;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int some = in.read(into, from, length);
    unpacked += Math.max(0, some);
    if (in.isBetweenBlocks()) {
      long bits = in.position();
      if (marks.isDue(bits >> 3, unpacked)) {
        byte[] window = Checkpoint.smaller(in.window());
        marks.add(new Checkpoint(bits >> 3, (int) (bits & 7), unpacked, window));
      }
    }
    return some;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
