package dev.mooring.registry.layer;

import dev.mooring.platform.BlockInput;
import dev.mooring.registry.zstd.ZstdInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// Unpacks zstd from a checkpoint on, past those after it.
final class ResumedZstd extends BlockInput {
  private static final int LARGEST_STATE = MarkedZstd.LARGEST_WINDOW * 2;

  private final ZstdInput in;
  private final List<Checkpoint> points;
  private int next = 1;
  private long unpacked;

  ResumedZstd(InputStream input, int mostWindow, List<Checkpoint> points) throws IOException {
    Checkpoint first = points.getFirst();
    this.in =
        first.state.length == 0
            ? new ZstdInput(input, mostWindow)
            : new ZstdInput(input, mostWindow, first.state(LARGEST_STATE));
    this.points = points;
    this.unpacked = first.unpacked;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int some = in.read(into, from, length);
    unpacked += Math.max(0, some);
    if (next < points.size() && points.get(next).unpacked == unpacked && in.isBetweenBlocks()) {
      Checkpoint point = points.get(next);
      next++;
      if (point.state.length > 0) {
        in.pass(point.state(LARGEST_STATE));
      }
    }
    return some;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
