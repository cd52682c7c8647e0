package dev.mooring.registry.layer;

import dev.mooring.platform.BlockInput;
import dev.mooring.registry.Meter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/// Says how much of a layer was read, and ends on an interrupt, which stays.
final class MeteredBlob extends BlockInput {
  private final InputStream in;
  private final Meter meter;

  MeteredBlob(InputStream in, Meter meter) {
    this.in = in;
    this.meter = meter;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("it was cancelled");
    }
    int some = in.read(into, from, length);
    meter.add(Math.max(0, some));
    return some;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
