package dev.mooring.registry.zstd;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// What a decoder has to know to go on between two blocks of a frame. It is whole once what follows
/// was read up to the next mark or the end: by then it is known what of the content before is
/// needed. Not thread-safe.
public final class ZstdMark {
  private final byte[] tables;
  private final Trace trace;

  ZstdMark(byte[] tables, Trace trace) {
    this.tables = tables;
    this.trace = trace;
  }

  /// For [ZstdInput], in this version of Mooring.
  public byte[] toByteArray() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(tables);
      trace.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory doesn't fail", e);
    }
    return bytes.toByteArray();
  }
}
